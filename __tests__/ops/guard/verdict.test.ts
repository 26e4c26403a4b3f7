import type { ObjectId } from '../../../ops/guard/manifest';
import {
  codeOf,
  confirmation,
  describe as told,
  describeInMarkdown,
  exitCodeOf,
  isConfirmed,
  remedy,
  wrongConfirmation,
  type Verdict,
} from '../../../ops/guard/verdict';

const id: ObjectId = { group: '', kind: 'Namespace', namespace: '', name: 'shop' };
const loss = { id, because: 'Kustomization/flux-system/apps prunes it' };

const nothing: Verdict = {
  change: 'From a to b',
  losses: [],
  doubts: [],
  unknowns: [],
  refusals: [],
};

test.each<readonly [string, Partial<Verdict>, number]>([
  ['nothing', {}, 0],
  ['losses', { losses: [loss] }, 2],
  ['losses and what is not known', { losses: [loss], unknowns: ['what the cluster has'] }, 2],
  ['a refusal', { refusals: ['Refused: a cycle'] }, 2],
  ['what is not known', { unknowns: ['what the cluster has'] }, 3],
  ['what may be deleted', { doubts: [loss] }, 3],
])('%s has its exit code', (_, verdict, code) => {
  expect(exitCodeOf({ ...nothing, ...verdict })).toBe(code);
});

test('the code of a list allows that list', () => {
  const verdict = { ...nothing, losses: [loss] };
  expect(isConfirmed(verdict, codeOf(verdict))).toBe(true);
});

test('the code of a list does not allow a longer one', () => {
  const more = { ...nothing, losses: [loss, { ...loss, id: { ...id, name: 'other' } }] };
  expect(isConfirmed(more, codeOf({ ...nothing, losses: [loss] }))).toBe(false);
});

test('the code of a list does not allow it once something is not known', () => {
  const verdict = { ...nothing, losses: [loss] };
  expect(isConfirmed({ ...verdict, unknowns: ['what the cluster has'] }, codeOf(verdict))).toBe(false);
});

test('no code allows what is refused', () => {
  const verdict = { ...nothing, refusals: ['Refused: a cycle'] };
  expect(isConfirmed(verdict, codeOf(verdict))).toBe(false);
});

test('the switch for everything is told to be gone', () => {
  expect(wrongConfirmation({ ...nothing, losses: [loss] }, '1')).toContain('only the code of a list');
});

test('the text names each object with its reason', () => {
  expect(told({ ...nothing, losses: [loss] })).toContain(`  Namespace/shop: ${loss.because}`);
});

test('the remedy has the code', () => {
  const verdict = { ...nothing, losses: [loss] };
  expect(remedy(verdict).join('\n')).toContain(`${confirmation}=${codeOf(verdict)}`);
});

test('the Markdown has the objects in a table, what is not known, and the code', () => {
  const verdict = { ...nothing, losses: [loss], unknowns: ['what the cluster has'] };
  expect(describeInMarkdown(verdict)).toMatch(
    new RegExp(`\\| \`Namespace/shop\` \\|[^]*- what the cluster has[^]*${codeOf(verdict)}`),
  );
});
