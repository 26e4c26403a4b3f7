import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../message-of';
import type { Manifest } from './manifest';
import { manifestsIn } from './manifests-in';

/** How long Helm may take, in milliseconds: a registry that does not answer must not hold up everything. */
const helmMilliseconds = 30_000;

/** Why the content of a release is not known. */
export class RenderError extends Error {}

/** What a cluster offers to templates. @default - what Helm assumes where it can't ask */
export interface Capabilities {
  /** For example `v1.36.3`. */
  readonly kubernetesVersion: string;
  /** As `.Capabilities.APIVersions` has them, for example `apps/v1` and `apps/v1/Deployment`. */
  readonly apiVersions: readonly string[];
}

/** Renders charts and fetches them, with the `helm` CLI where it is installed. It never asks a cluster. */
export class HelmCli {
  private files = 0;

  /** @param scratch a folder for temporary files */
  constructor(private readonly scratch: string) {}

  /**
   * What a chart installs, without hooks, as Helm's own record of a release has it.
   *
   * @param values documents or their text, later ones over earlier ones
   * @throws RenderError if Helm does not render it
   */
  async render(
    chart: string,
    release: { readonly name: string; readonly namespace: string },
    values: readonly unknown[],
    capabilities?: Capabilities,
  ): Promise<readonly Manifest[]> {
    const files = values.map((value) => {
      const file = join(this.scratch, `values-${(this.files += 1)}.yaml`);
      // JSON, because Helm reads YAML 1.1, in which `off` is no text.
      writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value), { mode: 0o600 });
      return `--values=${file}`;
    });
    const { kubernetesVersion, apiVersions = [] } = capabilities ?? {};
    const version = kubernetesVersion === undefined ? [] : [`--kube-version=${kubernetesVersion}`];
    const words = ['template', release.name, chart, `--namespace=${release.namespace}`, ...files, ...version];
    const more = ['--is-upgrade', '--no-hooks', ...apiVersions.map((name) => `--api-versions=${name}`)];
    return manifestsIn(await this.run([...words, ...more]));
  }

  /**
   * Fetches a chart and gives its folder.
   *
   * @param options where it is, for example `--repo=…`
   * @throws RenderError if Helm can't fetch it
   */
  async pull(chart: string, options: readonly string[]): Promise<string> {
    const folder = mkdtempSync(join(this.scratch, 'chart-'));
    await this.run(['pull', chart, ...options, '--untar', `--untardir=${folder}`]);
    const [name] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    if (name === undefined) throw new RenderError(`helm pull ${chart} brings no chart`);
    return join(folder, name.name);
  }

  private async run(words: readonly string[]): Promise<string> {
    try {
      const options = { maxBuffer: 256 * 1024 * 1024, timeout: helmMilliseconds, cwd: this.scratch };
      return (await promisify(execFile)('helm', words, options)).stdout;
    } catch (error) {
      const { stderr = '', killed = false, code } = error as ExecError;
      if (code === 'ENOENT') throw new RenderError('the helm CLI, which would render it, is not installed');
      const reason = killed ? `helm took more than ${helmMilliseconds / 1000} s` : stderr || messageOf(error);
      throw new RenderError(reason.replaceAll(this.scratch, '').replace(/\s+/g, ' ').slice(0, 300).trim());
    }
  }
}

interface ExecError {
  readonly stderr?: string;
  readonly killed?: boolean;
  readonly code?: string | number;
}
