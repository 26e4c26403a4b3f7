import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { V1Container, V1Pod } from '@kubernetes/client-node';
import { rewriteArguments, rewritePath, expandVariables, type Mount } from './arguments.js';
import type { Launch } from './container.js';
import {
  containerEnvironment,
  ContainerConfigError,
  type PodPlacement,
  type References,
} from './environment.js';
import type { HostContext, Program } from './program.js';

export interface LaunchProps {
  readonly pod: V1Pod;
  readonly container: V1Container;
  readonly program: Program;
  /** Absolute path of the program. */
  readonly command: string;
  readonly fluxOperatorData: string;
  /** Variables by which the process reaches what a pod reaches. */
  readonly network: Readonly<Record<string, string>>;
  readonly placement: PodPlacement;
  readonly references: References;
  readonly mounts: readonly Mount[];
  readonly kubeconfigFile: string;
  /** Working folder of the process. */
  readonly folder: string;
  /** The ports given out so far for this container; filled up with those that the arguments ask for. */
  readonly ports: Map<number, number>;
  readonly claimPort: () => Promise<number>;
  /** The stable port of the workload for a port of the container. */
  readonly servicePort: (containerPort: number) => Promise<number>;
}

function checkEntrypoint(container: V1Container, program: Program): readonly string[] {
  const [command, ...more] = container.command ?? [];
  if (command !== undefined && basename(command) !== program.entrypoint) {
    throw new ContainerConfigError(
      `exec: "${command}": the sandbox has only "${program.entrypoint}" of the image ${container.image ?? ''}`,
    );
  }
  return [...more, ...(container.args ?? [])];
}

/** Turns a container into the process that stands for it. */
export async function prepareLaunch(props: LaunchProps): Promise<Launch> {
  const { pod, container, program, mounts } = props;
  const args = checkEntrypoint(container, program);
  const variables = await containerEnvironment(pod, container, props.placement, props.references);

  const rewrite = (ports: Pick<HostContext, 'port' | 'servicePort'>): Pick<Launch, 'args' | 'env'> => {
    const context = {
      ...ports,
      path: (containerPath: string) => rewritePath(containerPath, mounts),
      fluxOperatorData: props.fluxOperatorData,
    };
    const env = Object.entries(program.environment).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value(context, variables[name]),
    ]);
    return {
      args: rewriteArguments({ args, variables, mounts, rules: program.flags, context }),
      env: Object.fromEntries(env) as Record<string, string>,
    };
  };
  const wanted = new Set<number>();
  const advertised = new Map<number, number>();
  rewrite({
    port: (containerPort) => (wanted.add(containerPort), containerPort),
    servicePort: (containerPort) => (advertised.set(containerPort, 0), containerPort),
  });
  for (const containerPort of wanted) {
    if (!props.ports.has(containerPort)) props.ports.set(containerPort, await props.claimPort());
  }
  for (const containerPort of program.servicePorts ?? [])
    if (wanted.has(containerPort)) advertised.set(containerPort, 0);
  for (const containerPort of advertised.keys()) {
    advertised.set(containerPort, await props.servicePort(containerPort));
  }

  const temporary = rewritePath('/tmp', mounts);
  const ownTemporary = temporary === '/tmp' ? join(props.folder, 'tmp') : temporary;
  await mkdir(ownTemporary, { recursive: true });
  const environment: Record<string, string> = { TMPDIR: ownTemporary, HOSTNAME: pod.metadata?.name ?? '' };
  for (const [name, value] of Object.entries(variables)) environment[name] = rewritePath(value, mounts);

  const { args: rewritten, env } = rewrite({
    port: (containerPort) => props.ports.get(containerPort) ?? containerPort,
    servicePort: (containerPort) => advertised.get(containerPort) ?? containerPort,
  });
  return {
    command: props.command,
    args: rewritten,
    env: {
      ...environment,
      ...env,
      ...props.network,
      KUBECONFIG: props.kubeconfigFile,
    },
    cwd:
      container.workingDir === undefined
        ? props.folder
        : rewritePath(expandVariables(container.workingDir, variables), mounts),
    probes: {
      loopbackPort: (containerPort) => props.ports.get(containerPort),
      containerPorts: container.ports ?? [],
      environment,
    },
  };
}
