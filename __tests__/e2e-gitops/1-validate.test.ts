import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { stageNames } from '../../ops/validate/finding';
import { validateEnvironment } from '../../sandbox/src/commands/validate.js';
import { checkout } from '../../sandbox/src/paths.js';

/** A change to the tree without faults: it replaces `from` by `to`, writes the file anew, or removes it. */
interface Fault {
  readonly name: string;
  readonly file: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly remove?: boolean;
  readonly also?: Readonly<Record<string, string>>;
  readonly stage: string;
  readonly at: string;
  readonly says: string;
}

const fixtures = join(checkout, '__tests__', 'fixtures', 'validate');
const faults = readdirSync(join(fixtures, 'faults'))
  .sort()
  .flatMap((file) => parse(readFileSync(join(fixtures, 'faults', file), 'utf8')) as readonly Fault[]);

test('the tree of this repository has no faults', async () => {
  expect(await run(checkout)).toEqual({ stages: stageNames, findings: [] });
});

test('the tree without faults passes every stage', async () => {
  expect(await withTree(run)).toEqual({ stages: stageNames, findings: [] });
});

test.each(faults)('$stage: $name', async (fault) => {
  const { stages, findings } = await withTree(async (root) => {
    change(root, fault);
    return await run(root);
  });
  const expected = new RegExp(`^${literally(fault.at)}(:\\d+)?: .*${literally(fault.says)}`);
  expect(stages.at(-1)).toBe(fault.stage);
  expect(findings).toContainEqual(expect.stringMatching(expected));
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A copy of the tree without faults, which has this repository's policies. */
async function withTree<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'infra-fleet-faults-'));
  try {
    cpSync(join(fixtures, 'base'), root, { recursive: true });
    cpSync(join(checkout, 'gitops', 'policies'), join(root, 'gitops', 'policies'), { recursive: true });
    return await work(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function change(root: string, { name, file, from, to = '', text, remove = false, also = {} }: Fault): void {
  const path = join(root, file);
  for (const [other, content] of Object.entries(also)) writeFileSync(join(root, other), content);
  if (remove) rmSync(path);
  else if (from === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text ?? '');
  } else {
    const before = readFileSync(path, 'utf8');
    if (!before.includes(from)) throw new Error(`${name}: ${file} has no ${from}`);
    writeFileSync(
      path,
      before.replace(from, () => to),
    );
  }
}

/** What `ops validate` prints: the findings, and the stages with their verdicts. */
async function run(root: string): Promise<{ stages: readonly string[]; findings: readonly string[] }> {
  const { stdout, stderr, exitCode } = await execa(
    join(checkout, 'ops', 'bin', 'ops'),
    ['validate', '--folder', root],
    { reject: false, env: validateEnvironment() },
  );
  const verdicts = [...stdout.matchAll(/^([a-zA-Z ]+?) +(ok|\d+ to fix) \(.* s\)$/gm)];
  const findings = [...stdout.matchAll(/^\S+:\d+: .*$/gm)].map(([line]) => line);
  expect({ exitCode, stderr }).toEqual({ exitCode: findings.length > 0 ? 1 : 0, stderr: '' });
  return { stages: verdicts.map(([, stage = '']) => stage), findings };
}
