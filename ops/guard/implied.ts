import { idOf, isA, type Manifest } from './manifest';

/**
 * Whether the deletion of an object follows from another one without saying more: what a controller makes and owns, such as the
 * Pods of a Deployment, and what Kubernetes, Helm and Flux keep beside an object.
 */
export function isImplied(object: Manifest): boolean {
  const id = idOf(object);
  const { ownerReferences = [] } = object.metadata;
  return (
    ownerReferences.length > 0 ||
    ['Event', 'Lease', 'Endpoints', 'EndpointSlice', 'HelmChart'].includes(id.kind) ||
    (isA(id, '', 'ConfigMap') && id.name === 'kube-root-ca.crt') ||
    (isA(id, '', 'ServiceAccount') && id.name === 'default') ||
    (isA(id, '', 'Secret') && id.name.startsWith('sh.helm.release.v1.'))
  );
}
