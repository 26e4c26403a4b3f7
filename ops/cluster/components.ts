/** The controller of each kind of Flux whose state can be waited for, a component of the FluxInstance. */
export const componentOf: Readonly<Record<string, string>> = {
  GitRepository: 'source-controller',
  OCIRepository: 'source-controller',
  Bucket: 'source-controller',
  HelmRepository: 'source-controller',
  HelmChart: 'source-controller',
  ArtifactGenerator: 'source-watcher',
  ExternalArtifact: 'source-watcher',
  Kustomization: 'kustomize-controller',
  HelmRelease: 'helm-controller',
  Provider: 'notification-controller',
  Alert: 'notification-controller',
  Receiver: 'notification-controller',
  ImageRepository: 'image-reflector-controller',
  ImagePolicy: 'image-reflector-controller',
  ImageUpdateAutomation: 'image-automation-controller',
};

/** Sources, and what applies them: what must be Ready for everything to be. */
export const waitedKinds = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'HelmChart',
  'ArtifactGenerator',
  'ExternalArtifact',
  'ResourceSet',
  'Kustomization',
  'HelmRelease',
] as const;

/** What a message says about a kind that the cluster does not have, if a component of Flux would bring it. */
export function missingComponent(message: string, components: readonly string[]): string | undefined {
  const [, kind = ''] = /no matches for kind "(\w+)" in version "[^"]*fluxcd\.io\//.exec(message) ?? [];
  const component = Object.hasOwn(componentOf, kind) ? componentOf[kind] : undefined;
  return component === undefined || components.includes(component)
    ? undefined
    : `${kind} needs ${component}, which spec.components of the FluxInstance lacks`;
}
