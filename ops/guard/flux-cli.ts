import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../message-of';
import type { Manifest } from './manifest';
import { manifestsIn } from './manifests-in';

/** The oldest release of the CLI that builds as the guard needs it. */
const oldest = { major: 2, minor: 9 };

/** How long one build may take, in milliseconds: a remote base that does not answer must not hold up everything. */
const buildMilliseconds = 60_000;

/** Why a build failed, in the words of the `flux` CLI. */
export class BuildError extends Error {}

/** The `flux` CLI is missing or too old. */
export class FluxCliError extends Error {}

/** Builds what Flux would apply, with the `flux` CLI. It never asks a cluster. */
export class FluxCli {
  private files = 0;

  /** @param scratch a folder for temporary files */
  constructor(private readonly scratch: string) {}

  /** @throws FluxCliError if the CLI can't be used */
  async check(): Promise<void> {
    const how = `Install flux ${oldest.major}.${oldest.minor} or newer: https://fluxcd.io/flux/installation`;
    let text: string;
    try {
      text = (await promisify(execFile)('flux', ['--version'])).stdout;
    } catch (error) {
      throw new FluxCliError(
        `The flux CLI, which builds what Flux would apply, does not run: ${messageOf(error)}. ${how}`,
      );
    }
    const [, major = 0, minor = 0] = (/(\d+)\.(\d+)\./.exec(text) ?? []).map(Number);
    if (major < oldest.major || (major === oldest.major && minor < oldest.minor))
      throw new FluxCliError(`The flux CLI says "${text.trim()}", which is too old. ${how}`);
  }

  /**
   * What a Kustomization builds from a folder. Its `substituteFrom` is not followed: give the values inline.
   *
   * @param root the artifact, which the build may not leave
   * @param path within the root
   * @throws BuildError if Flux could not build it either, or only with what is not here
   */
  async build(kustomization: Manifest, root: string, path: string): Promise<readonly Manifest[]> {
    const file = join(this.scratch, `kustomization-${(this.files += 1)}.yaml`);
    writeFileSync(file, JSON.stringify(kustomization));
    const { name, namespace = '' } = kustomization.metadata;
    const words = ['build', 'kustomization', name, '--namespace', namespace, '--path', join(root, path)];
    const more = ['--kustomization-file', file, '--dry-run', '--strict-substitute', '--in-memory-build'];
    try {
      const { stdout } = await promisify(execFile)('flux', [...words, ...more], {
        cwd: root,
        maxBuffer: 256 * 1024 * 1024,
        timeout: buildMilliseconds,
        env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      });
      return manifestsIn(stdout);
    } catch (error) {
      const { stderr = '', killed = false } = error as { stderr?: string; killed?: boolean };
      const reason = killed ? `it took more than ${buildMilliseconds / 1000} s` : stderr.replace(/^✗\s*/, '');
      throw new BuildError((reason || messageOf(error)).replaceAll(root, '').replace(/\s+/g, ' ').trim());
    }
  }
}
