import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { V1Container, V1KeyToPath, V1Pod, V1Volume, V1VolumeProjection } from '@kubernetes/client-node';
import type { Mount } from './arguments.js';
import { ContainerConfigError, podField, type PodPlacement, type References } from './environment.js';

/** Where the volumes of a pod lie on this machine. */
export interface VolumesProps {
  readonly pod: V1Pod;
  /** Folder of this pod: its volumes live and go with it. */
  readonly podFolder: string;
  /** Folder of the cluster's persistent volume claims, which outlive the pod. */
  readonly claimsFolder: string;
  readonly placement: PodPlacement;
  readonly references: References;
  /** A token of the pod's service account for a projected volume. */
  readonly token: (audience: string | undefined, expirationSeconds: number | undefined) => Promise<string>;
}

type Files = Record<string, string | Buffer>;

function select(
  data: Files | undefined,
  items: readonly V1KeyToPath[] | undefined,
  what: string,
  optional?: boolean,
): Files {
  if (data === undefined) {
    if (optional === true) return {};
    throw new ContainerConfigError(`${what} not found`);
  }
  if (items === undefined || items.length === 0) return data;
  const files: Files = {};
  for (const item of items) {
    const value = data[item.key];
    if (value !== undefined) files[item.path] = value;
    else if (optional !== true) throw new ContainerConfigError(`${what} has no key ${item.key}`);
  }
  return files;
}

async function projectedFiles(source: V1VolumeProjection, props: VolumesProps): Promise<Files> {
  const { configMap, secret, serviceAccountToken, downwardAPI } = source;
  if (configMap !== undefined) {
    const name = configMap.name ?? '';
    return select(
      await props.references.configMap(name),
      configMap.items,
      `configmap "${name}"`,
      configMap.optional,
    );
  }
  if (secret !== undefined) {
    const name = secret.name ?? '';
    return select(await props.references.secret(name), secret.items, `secret "${name}"`, secret.optional);
  }
  if (serviceAccountToken !== undefined) {
    const { audience, expirationSeconds, path } = serviceAccountToken;
    return { [path]: await props.token(audience, expirationSeconds) };
  }
  const files: Files = {};
  for (const item of downwardAPI?.items ?? []) {
    if (item.fieldRef !== undefined)
      files[item.path] = podField(props.pod, props.placement, item.fieldRef.fieldPath);
  }
  return files;
}

/** The files that a volume starts with; undefined for a kind of volume that starts empty. */
async function volumeFiles(volume: V1Volume, props: VolumesProps): Promise<Files | undefined> {
  if (volume.emptyDir !== undefined || volume.persistentVolumeClaim !== undefined) return undefined;
  if (volume.configMap !== undefined) return await projectedFiles({ configMap: volume.configMap }, props);
  if (volume.secret !== undefined) {
    const { secretName: name, items, optional } = volume.secret;
    return await projectedFiles({ secret: { name, items, optional } }, props);
  }
  if (volume.downwardAPI !== undefined)
    return await projectedFiles({ downwardAPI: volume.downwardAPI }, props);
  if (volume.projected !== undefined) {
    const parts = await Promise.all(
      (volume.projected.sources ?? []).map((source) => projectedFiles(source, props)),
    );
    return Object.assign({}, ...parts) as Files;
  }
  throw new ContainerConfigError(
    `volume "${volume.name}" has a type that a process on this machine can't mount`,
  );
}

/** Makes the folders of a pod's volumes with their files, and gives the folder of each volume. */
export async function prepareVolumes(props: VolumesProps): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  for (const volume of props.pod.spec?.volumes ?? []) {
    const claim = volume.persistentVolumeClaim?.claimName;
    const folder =
      claim === undefined
        ? join(props.podFolder, 'volumes', volume.name)
        : join(props.claimsFolder, props.pod.metadata?.namespace ?? '', claim);
    await mkdir(folder, { recursive: true });
    for (const [path, content] of Object.entries((await volumeFiles(volume, props)) ?? {})) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { mode: 0o600 });
    }
    folders.set(volume.name, folder);
  }
  return folders;
}

/** The folders that stand for the mount paths of a container. */
export function containerMounts(container: V1Container, folders: ReadonlyMap<string, string>): Mount[] {
  return (container.volumeMounts ?? []).flatMap((mount) => {
    const folder = folders.get(mount.name);
    if (folder === undefined) return [];
    const containerPath = mount.mountPath.replace(/(?<=.)\/+$/, '');
    return [{ containerPath, hostPath: mount.subPath === undefined ? folder : join(folder, mount.subPath) }];
  });
}
