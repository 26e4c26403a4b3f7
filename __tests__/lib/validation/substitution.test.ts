import { substitute, type Unresolved } from '../../../lib/validation/substitution';
import { configurationErrorOf, fixture, parseDev } from '../fleet/fixtures';

const env = { HOST: 'git.example.com', PORT: '8443', EMPTY: '' };

function substituted(data: unknown): unknown {
  return substitute(data, env, []);
}

function unresolvedIn(data: unknown): readonly Unresolved[] {
  const unresolved: Unresolved[] = [];
  substitute(data, env, unresolved);
  return unresolved;
}

test.each([
  ['${HOST}', 'git.example.com'],
  ['https://${HOST}:${PORT}/fleet', 'https://git.example.com:8443/fleet'],
  ['$${HOST}', '${HOST}'],
  ['$$${HOST}', '$${HOST}'],
  ['$HOST costs 5$', '$HOST costs 5$'],
])('%s becomes %s', (text, expected) => {
  expect(substituted(text)).toBe(expected);
});

test('lists and mappings are searched, other values and keys are left', () => {
  expect(substituted({ '${HOST}': ['${PORT}', 8443, true, null] })).toEqual({
    '${HOST}': ['8443', 8443, true, null],
  });
});

test('a value is not searched again', () => {
  expect(substitute('${A}', { A: '${B}', B: 'b' }, [])).toBe('${B}');
});

test.each(['${ABSENT}', '${EMPTY}'])('%s is unresolved where it stands', (text) => {
  expect(unresolvedIn({ list: [text] })).toEqual([{ path: ['list', 0], variable: text.slice(2, -1) }]);
});

test.each(['${', '${}', '${1ST}', '${HOST:-other}', '${HOST'])('%s is malformed', (text) => {
  expect(unresolvedIn(text)).toEqual([{ path: [], variable: undefined }]);
});

test('a variable of the environment is validated like any other value, and shown by its name', () => {
  const text = fixture('valid', 'minimal.yaml').replace('10.0.0.0/16', '${BLOCK}');
  expect(configurationErrorOf(() => parseDev(text, { BLOCK: '10.0.0.0/8' })).format()).toBe(
    'fleet/dev.yaml: network.cidr: "${BLOCK}" is larger than /16. ' +
      'Allowed: a block between /16 and /24, for example 10.0.0.0/16. Change network.cidr.',
  );
});

test('an escaped reference reaches the configuration as it is', () => {
  expect(parseDev(fixture('valid', 'literal-dollar.yaml')).flux.sync.path).toBe('clusters/${NAME}');
});
