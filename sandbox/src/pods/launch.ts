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
  /** Address of the HTTP proxy that knows the cluster's Services. */
  readonly httpProxy: string;
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

  const rewrite = (context: Pick<HostContext, 'port' | 'servicePort'>): string[] =>
    rewriteArguments({
      args,
      variables,
      mounts,
      rules: program.flags,
      context: {
        ...context,
        path: (containerPath) => rewritePath(containerPath, mounts),
        fluxOperatorData: props.fluxOperatorData,
      },
    });
  const wanted = new Set<number>();
  const advertised = new Map<number, number>();
  rewrite({
    port: (containerPort) => (wanted.add(containerPort), containerPort),
    servicePort: (containerPort) => (advertised.set(containerPort, 0), containerPort),
  });
  for (const containerPort of wanted) {
    if (!props.ports.has(containerPort)) props.ports.set(containerPort, await props.claimPort());
  }
  for (const containerPort of advertised.keys()) {
    advertised.set(containerPort, await props.servicePort(containerPort));
  }

  const temporary = rewritePath('/tmp', mounts);
  const ownTemporary = temporary === '/tmp' ? join(props.folder, 'tmp') : temporary;
  await mkdir(ownTemporary, { recursive: true });
  const environment: Record<string, string> = { TMPDIR: ownTemporary, HOSTNAME: pod.metadata?.name ?? '' };
  for (const [name, value] of Object.entries(variables)) environment[name] = rewritePath(value, mounts);

  return {
    command: props.command,
    args: rewrite({
      port: (containerPort) => props.ports.get(containerPort) ?? containerPort,
      servicePort: (containerPort) => advertised.get(containerPort) ?? containerPort,
    }),
    env: {
      ...environment,
      ...program.environment,
      // What the pod excludes from proxies is what cluster DNS resolves, and that is here behind the proxy.
      ...{ HTTP_PROXY: props.httpProxy, NO_PROXY: '', no_proxy: '' },
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
