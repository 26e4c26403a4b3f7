import { resolve } from 'node:path';

/** What a command line and its environment say of the launcher of Terraform. */
export interface LauncherNoticeProps {
  /** As in `node node_modules/.bin/cdktf deploy network`. */
  readonly commandLines: readonly (readonly string[])[];
  /** The program that cdktf runs as Terraform. @default terraform */
  readonly program?: string;
  /** The launcher: `ops/bin/terraform` of this checkout. */
  readonly launcher: string;
}

/** One line for a cdktf command that runs Terraform without the launcher, and so without the guard. @returns undefined for any other */
export function launcherNotice({ commandLines, program, launcher }: LauncherNoticeProps): string | undefined {
  const words = commandLines.map(wordsOfCdktf).find((found) => found !== undefined);
  const runsTerraform = words?.some((word) => /^(diff|plan|deploy|apply|destroy)$/.test(word)) === true;
  if (!runsTerraform || (program !== undefined && resolve(program) === launcher)) return undefined;
  return `Nothing guards this command against what Flux would prune: cdktf runs ${program ?? 'terraform'}. Turn the guard on: export TERRAFORM_BINARY_NAME=${launcher}`;
}

function wordsOfCdktf(commandLine: readonly string[]): readonly string[] | undefined {
  const program = commandLine.findIndex((word) => /(^|[/\\])cdktf(\.js|\.cmd)?$/.test(word));
  return program === -1 ? undefined : commandLine.slice(program + 1);
}
