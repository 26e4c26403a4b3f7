import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { askAws } from '../../e2e/support/aws-inventory';
import { type CommandResult, type, typed, typeMeanwhile } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';

/** What a test lays over a fleet file. */
type Section = Readonly<Record<string, unknown>>;

interface Changes {
  readonly network?: Section;
  readonly cluster?: Section;
}

/** A node group as EKS describes it. */
export interface NodeGroup {
  readonly nodegroupName: string;
  readonly createdAt: string;
  readonly status: string;
  readonly version: string;
  readonly releaseVersion: string;
  readonly scalingConfig: {
    readonly minSize: number;
    readonly maxSize: number;
    readonly desiredSize: number;
  };
  readonly instanceTypes: readonly string[];
  readonly subnets: readonly string[];
}

/** A cluster as EKS describes it, as far as tests read it. */
interface Cluster {
  readonly version: string;
  readonly createdAt: string;
  readonly resourcesVpcConfig: { readonly subnetIds: readonly string[] };
}

/** A fleet in the sandbox whose file is changed by what a test lays over it. */
export class Fleet {
  readonly clusterName: string;
  /** The administrator's, whichever cluster the shell's kubectl follows. */
  readonly kubeconfig: string;
  private readonly overrides: string;
  constructor(readonly name: string) {
    this.clusterName = `infra-fleet-${name}`;
    this.kubeconfig = join(checkout, '.sandbox/clusters', this.clusterName, 'admin.kubeconfig');
    this.overrides = `.sandbox/lifecycle-${name}.yaml`;
  }

  /** Lays more over the fleet file. It stays for every later command, of other test files too. */
  set({ network = {}, cluster = {} }: Changes): void {
    const file = join(checkout, this.overrides);
    const before = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Required<Changes>) : undefined;
    const changes = {
      network: { ...before?.network, ...network },
      cluster: { ...before?.cluster, ...cluster },
    };
    writeFileSync(file, stringify(changes));
  }

  /** Deploys network and cluster with some changes, unless an earlier test file has. */
  begin(changes: Changes): void {
    if (existsSync(join(checkout, this.overrides))) return;
    this.set(changes);
    this.run('deploy network cluster');
  }

  /** Forgets the changes once the fleet is destroyed: the next to begin makes it anew. */
  end(): void {
    rmSync(join(checkout, this.overrides), { force: true });
  }

  /** Types a command of cdktf for the fleet. */
  try(command: string): CommandResult {
    return type(this.typed(command));
  }

  /** Types one that must succeed, and gives what it wrote. */
  run(command: string): string {
    return succeeded(command, this.try(command));
  }

  /** The same while the test looks at something. */
  async runMeanwhile(command: string): Promise<string> {
    return succeeded(command, await typeMeanwhile(this.typed(command)));
  }

  private typed(command: string): string {
    const variables = `FLEET=${this.name} FLEET_OVERRIDES=sandbox/fleet-overrides.yaml FLEET_LOCAL_OVERRIDES=${this.overrides}`;
    return `${variables} cdktf ${command}`;
  }

  /** Runs kubectl as the cluster's administrator. */
  kubectl(command: string): string {
    return typed(`KUBECONFIG=${this.kubeconfig} kubectl ${command}`);
  }

  /** Applies an object or a list of some. */
  apply(object: object): void {
    this.kubectl(`apply --filename=- <<'END'\n${JSON.stringify(object)}\nEND`);
  }

  cluster(): Cluster {
    return this.describe<{ cluster: Cluster }>('describe-cluster', '--name', this.clusterName).cluster;
  }

  nodeGroups(): NodeGroup[] {
    const ofCluster = ['--cluster-name', this.clusterName];
    const { nodegroups } = this.describe<{ nodegroups: string[] }>('list-nodegroups', ...ofCluster);
    return nodegroups.map(
      (name) =>
        this.describe<{ nodegroup: NodeGroup }>('describe-nodegroup', ...ofCluster, '--nodegroup-name', name)
          .nodegroup,
    );
  }

  addonVersion(name: string): string {
    return this.describe<{ addon: { addonVersion: string } }>(
      'describe-addon',
      '--cluster-name',
      this.clusterName,
      '--addon-name',
      name,
    ).addon.addonVersion;
  }

  private describe<T>(...words: string[]): T {
    const [answer] = askAws<T>([['eks', ...words]]);
    if (answer === undefined || answer === null)
      throw new Error(`AWS answered nothing to ${words.join(' ')}`);
    return answer;
  }
}

function succeeded(command: string, { status, output }: CommandResult): string {
  if (status === 0) return output;
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !line.endsWith('  Synthesizing'));
  throw new Error(`"cdktf ${command}" ended with ${String(status)}:\n${lines.slice(-60).join('\n')}`);
}

/**
 * A young fleet: two zones, a version to upgrade from, and Karpenter's queue, whose name rests for a minute once it is deleted.
 */
export const young: Changes = {
  network: { zones: ['eu-west-2a', 'eu-west-2b'] },
  cluster: { kubernetesVersion: '1.35', karpenter: { enabled: true }, addons: { versions: null } },
};

/** Network and cluster without Flux, for what needs no pods. */
export const dev = new Fleet('dev');

/** The fleet of `make sandbox`, with Flux. */
export const sandbox = new Fleet('sandbox');
