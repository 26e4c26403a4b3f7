import { yamlFiles } from './places';
import { runProgram } from './program';
import type { Finding, StageResult } from './finding';
import type { Checkout } from './checkout';

/** yamllint, by the rules in `.yamllint.yaml`. */
export async function yamlStage({ root, folder, rules }: Checkout): Promise<StageResult> {
  const files = yamlFiles(root, folder);
  if (files.length === 0) return { findings: [] };
  const { stdout } = await runProgram({
    program: 'yamllint',
    args: ['--config-file', rules, '--format', 'parsable', '--strict', ...files],
    cwd: root,
    findingCodes: [1, 2], // errors, warnings
    provided: 'installs it',
  });
  return { findings: stdout.split('\n').flatMap(readLine) };
}

/** A line such as `gitops/a.yaml:3:1: [error] wrong indentation: expected 4 but found 3 (indentation)`. */
function readLine(text: string): readonly Finding[] {
  const [, file, line, message] = /^(.+?):(\d+):\d+: \[\w+\] (.*)$/.exec(text) ?? [];
  return file === undefined ? [] : [{ file, line: Number(line), message: message! }];
}
