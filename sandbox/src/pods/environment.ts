import type { V1Container, V1EnvVarSource, V1Node, V1Pod } from '@kubernetes/client-node';
import { quantityToScalar } from '@kubernetes/client-node/dist/util.js';
import { expandVariables } from './arguments.js';

/** Reads the ConfigMaps and Secrets that a pod names; undefined if there is no such object. */
export interface References {
  configMap(name: string): Promise<Readonly<Record<string, string>> | undefined>;
  secret(name: string): Promise<Readonly<Record<string, Buffer>> | undefined>;
}

/** What only the node knows about a pod. */
export interface PodPlacement {
  readonly node: V1Node | undefined;
  readonly hostIP: string;
  readonly podIP: string;
}

/** A container that can't be made from what its pod says; becomes the waiting reason CreateContainerConfigError. */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
}

/** The value of a downward API field, as in `valueFrom.fieldRef.fieldPath`. */
export function podField(pod: V1Pod, placement: PodPlacement, path: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map !== undefined && key !== undefined) {
    return (map === 'labels' ? pod.metadata?.labels : pod.metadata?.annotations)?.[key] ?? '';
  }
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata?.name,
    'metadata.namespace': pod.metadata?.namespace,
    'metadata.uid': pod.metadata?.uid,
    'spec.nodeName': pod.spec?.nodeName,
    'spec.serviceAccountName': pod.spec?.serviceAccountName,
    'status.hostIP': placement.hostIP,
    'status.hostIPs': placement.hostIP,
    'status.podIP': placement.podIP,
    'status.podIPs': placement.podIP,
  };
  const value = fields[path];
  if (value === undefined) throw new ContainerConfigError(`The pod has no field ${path}`);
  return value;
}

/** A resource of a container in units of the divisor, rounded up; a missing limit is what the node can allocate. */
export function resourceField(
  container: V1Container,
  node: V1Node | undefined,
  field: { readonly resource: string; readonly divisor?: string },
): string {
  const [kind = '', ...name] = field.resource.split('.');
  const resource = name.join('.');
  const own = kind === 'limits' ? container.resources?.limits : container.resources?.requests;
  const quantity =
    own?.[resource] ?? (kind === 'limits' ? node?.status?.allocatable?.[resource] : undefined) ?? '0';
  const divisor = Number(quantityToScalar(field.divisor ?? '1')) || 1;
  return String(Math.ceil(Number(quantityToScalar(quantity)) / divisor));
}

async function readSource(
  source: V1EnvVarSource,
  pod: V1Pod,
  container: V1Container,
  placement: PodPlacement,
  references: References,
): Promise<string | undefined> {
  if (source.fieldRef !== undefined) return podField(pod, placement, source.fieldRef.fieldPath);
  if (source.resourceFieldRef !== undefined) {
    const { containerName, resource, divisor } = source.resourceFieldRef;
    const named = pod.spec?.containers.find((candidate) => candidate.name === containerName) ?? container;
    return resourceField(named, placement.node, { resource, divisor: divisor === '0' ? '1' : divisor });
  }
  const reference = source.configMapKeyRef ?? source.secretKeyRef;
  if (reference === undefined) throw new ContainerConfigError('The variable has a source of an unknown kind');
  const { name = '', key, optional } = reference;
  const kind = source.configMapKeyRef === undefined ? 'secret' : 'configmap';
  const data = await (kind === 'secret' ? references.secret(name) : references.configMap(name));
  if (data === undefined && optional !== true) throw new ContainerConfigError(`${kind} "${name}" not found`);
  const value = data?.[key];
  if (value === undefined && optional !== true) {
    throw new ContainerConfigError(`couldn't find key ${key} in ${kind} "${name}"`);
  }
  return value?.toString();
}

/** The environment that the pod gives to a container, `env` winning over `envFrom`, variables expanded in order. */
export async function containerEnvironment(
  pod: V1Pod,
  container: V1Container,
  placement: PodPlacement,
  references: References,
): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const from of container.envFrom ?? []) {
    const reference = from.configMapRef ?? from.secretRef;
    const name = reference?.name ?? '';
    const data: Readonly<Record<string, string | Buffer>> | undefined = await (from.secretRef === undefined
      ? references.configMap(name)
      : references.secret(name));
    if (data === undefined && reference?.optional !== true) {
      throw new ContainerConfigError(`"${name}" not found`);
    }
    for (const [key, value] of Object.entries(data ?? {})) {
      environment[`${from.prefix ?? ''}${key}`] = value.toString();
    }
  }
  for (const variable of container.env ?? []) {
    const value =
      variable.valueFrom === undefined
        ? expandVariables(variable.value ?? '', environment)
        : await readSource(variable.valueFrom, pod, container, placement, references);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}
