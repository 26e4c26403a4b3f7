import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { yamlText } from '../../../lib/flux/yaml-text';
import { hostileText, samples } from '../../support/hostile-text';

/** What one version of YAML, or both, read as another type than text. */
const lookalikes = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'Yes', 'NO', 'True', 'null', 'Null', '~', ''],
  ...[
    '1_000',
    '012',
    '0o7',
    '0x1F',
    '0b1',
    '1e3',
    '1E3',
    '.5',
    '.inf',
    '-.INF',
    '.nan',
    '+1',
    '1:30',
    '190:20:30.15',
  ],
  ...[
    '2001-12-14',
    '2001-12-14t21:59:43.10-05:00',
    '=',
    '<<',
    '-',
    '?',
    ':',
    '&a',
    '*a',
    '!!str a',
    '- a',
    'a: b',
    '# a',
  ],
  ...['\x7f', '\x85', '\u2028', '\ufeff', 'a\nb\n', ' a ', '---', '...', '|', '>', '@', '`', '%', '{', '['],
];
const texts = [...lookalikes, ...samples(hostileText, 2000)];
const values = {
  list: texts,
  keys: Object.fromEntries(texts.map((text, index) => [text, index])),
  others: [true, false, null, 0, 1.5, -3, {}, []],
};

const python = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer.read()), sys.stdout)';
const hasPyYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0;

test.each(['1.1', '1.2'] as const)('YAML %s reads every text as it is', (version) => {
  expect(parse(yamlText(values), { version })).toEqual(values);
});

(hasPyYaml ? test : test.skip)('PyYAML, which reads 1.1, reads every text as it is', () => {
  const { stdout } = spawnSync('python3', ['-c', python], {
    input: yamlText(values),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect(JSON.parse(stdout)).toEqual(values);
});
