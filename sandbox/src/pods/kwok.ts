import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../ports.js';
import { KeptProcess } from '../processes/kept-process.js';
import { ManagedProcess } from '../processes/managed-process.js';
import type { Service } from '../service.js';
import { waitFor } from '../wait-for.js';
import { simulatedPodRange } from './pod-addresses.js';
import { stages } from './stages.js';
import { endStrayProcesses } from './stray-processes.js';

/** The annotation of nodes that kwok looks after; its value does not matter. */
export const nodeAnnotation = 'kwok.x-k8s.io/node';

export interface KwokProps {
  /** Name of the cluster, unique within the sandbox. */
  readonly clusterName: string;
  /** Kubeconfig file of the cluster's administrator. */
  readonly kubeconfig: string;
  /** The kwok program. */
  readonly binary: string;
  /** Folder for its configuration. */
  readonly folder: string;
}

/** Simulates the nodes of a cluster and every pod that has no program on this machine. */
export class Kwok implements Service {
  readonly name: string;
  private process: KeptProcess | undefined;

  constructor(private readonly props: KwokProps) {
    this.name = `kwok of ${props.clusterName}`;
  }

  async start(): Promise<void> {
    const { clusterName, kubeconfig, binary, folder } = this.props;
    const processName = `kwok.${clusterName}`;
    await endStrayProcesses(`${processName}.pid`, [binary]);
    await mkdir(folder, { recursive: true });
    const config = join(folder, 'stages.yaml');
    await writeFile(
      config,
      stages()
        .map((stage) => stringify(stage))
        .join('---\n'),
    );
    const port = await freePort();
    const kwok = new ManagedProcess({
      name: processName,
      command: binary,
      args: [
        `--kubeconfig=${kubeconfig}`,
        `--config=${config}`,
        `--manage-nodes-with-annotation-selector=${nodeAnnotation}`,
        `--cidr=${simulatedPodRange}`,
        `--server-address=127.0.0.1:${port}`,
        '--node-lease-duration-seconds=40',
      ],
    });
    this.process = new KeptProcess(kwok);
    await waitFor(
      { what: `${this.name} to serve`, timeoutSeconds: 30, remedy: `Read ${kwok.logFile}` },
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}/healthz`);
        return response.ok ? true : undefined;
      },
    );
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    this.process = undefined;
  }
}
