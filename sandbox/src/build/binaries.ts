import { join } from 'node:path';
import { buildFolder } from './build-key.js';

/** Absolute paths of the programs and folders that the sandbox runs from. */
export interface Binaries {
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
  readonly etcd: string;
  readonly kwok: string;
  readonly registry: string;
  readonly helm: string;
  readonly cosign: string;
  /** Folder `config/data` of the Flux Operator's module: the operator's `--storage-path`. */
  readonly fluxOperatorData: string;
  /** Folder `config` of the Flux Operator's module: its CRDs and manifests, for packing charts. */
  readonly fluxOperatorConfig: string;
}

/** Where the builds of this checkout's pins put their programs. Does not look whether they are built yet. */
export function locateBinaries(): Binaries {
  const kube = buildFolder('kube');
  return {
    kubeApiserver: join(kube, 'bin', 'kube-apiserver'),
    kubeControllerManager: join(kube, 'bin', 'kube-controller-manager'),
    kubeScheduler: join(kube, 'bin', 'kube-scheduler'),
    etcd: join(kube, 'bin', 'etcd'),
    kwok: join(kube, 'bin', 'kwok'),
    registry: join(buildFolder('registry'), 'bin', 'registry'),
    helm: join(buildFolder('flux'), 'bin', 'helm'),
    cosign: join(buildFolder('flux'), 'bin', 'cosign'),
    fluxOperatorData: join(kube, 'flux-operator', 'config', 'data'),
    fluxOperatorConfig: join(kube, 'flux-operator', 'config'),
  };
}
