import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from '../command-line';
import { UsageError } from '../usage-error';
import { annotation, describe } from '../validate/finding';
import { validate } from '../validate/validate';

const usage = 'ops validate [--github] [--folder REPOSITORY]';

const options = { github: { type: 'boolean' }, folder: { type: 'string' } } as const;

/**
 * `ops validate`: checks everything that Flux reconciles of this repository, without a cluster or a network. Exit code 0: nothing is
 * wrong. 1: what it lists.
 */
export async function validateCommand(args: readonly string[]): Promise<number> {
  const { github = false, folder = resolve(__dirname, '..', '..') } = readOptions(args, options, usage);
  const originals = process.env.VALIDATE_ORIGINALS ?? '';
  if (!existsSync(join(originals, 'definitions')))
    throw new UsageError(
      'ops validate: VALIDATE_ORIGINALS does not name the folder with the definitions of Kubernetes and others. Run make validate, which does.',
    );
  const scratch = mkdtempSync(join(tmpdir(), 'infra-fleet-validate-'));
  try {
    for await (const { stage, findings, notes = [], seconds } of validate({
      root: resolve(folder),
      originals,
      scratch,
    })) {
      for (const finding of findings) console.log(github ? annotation(stage, finding) : describe(finding));
      for (const note of notes) console.log(`  ${stage}: ${note}`);
      const verdict = findings.length === 0 ? 'ok' : `${findings.length} to fix`;
      console.log(`${stage.padEnd(13)} ${verdict} (${seconds.toFixed(1)} s)`);
      if (findings.length > 0) return 1;
    }
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
