/**
 * Labels of what Terraform maintains and Flux uses. With the second, Flux reconciles at once what uses an object that has changed
 * (https://fluxcd.io/flux/components/kustomize/kustomizations/#reacting-immediately-to-configuration-dependencies).
 */
export const labelsForFlux = {
  'app.kubernetes.io/managed-by': 'terraform',
  'reconcile.fluxcd.io/watch': 'Enabled',
};
