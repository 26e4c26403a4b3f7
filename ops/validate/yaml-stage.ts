import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UsageError } from '../usage-error';
import { yamlFiles } from './places';
import type { Finding, StageResult } from './finding';
import type { Checkout } from './checkout';

/** yamllint, by the rules in `.yamllint.yaml`. */
export async function yamlStage({ root, folder, rules }: Checkout): Promise<StageResult> {
  const files = yamlFiles(root, folder);
  if (files.length === 0) return { findings: [] };
  const output = await yamllint(['--config-file', rules, '--format', 'parsable', '--strict', ...files], root);
  return { findings: output.split('\n').flatMap(readLine) };
}

async function yamllint(words: readonly string[], cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)('yamllint', words, { cwd, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { code, stdout = '' } = error as { code?: string | number; stdout?: string };
    // 1: errors, 2: warnings.
    if (code === 1 || code === 2) return stdout;
    throw new UsageError(
      `ops validate: yamllint does not run: ${(error as Error).message}. Run make validate, which installs it.`,
    );
  }
}

/** A line such as `gitops/a.yaml:3:1: [error] wrong indentation: expected 4 but found 3 (indentation)`. */
function readLine(text: string): readonly Finding[] {
  const [, file, line, message] = /^(.+?):(\d+):\d+: \[\w+\] (.*)$/.exec(text) ?? [];
  return file === undefined ? [] : [{ file, line: Number(line), message: message! }];
}
