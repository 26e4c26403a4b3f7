const labels = { 'k8s-app': 'kube-dns' };

/**
 * The pods of the add-on coredns as EKS installs them, which the sandbox's EKS does not: two, and a budget that lets one of them be
 * evicted at a time (https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html).
 */
export const corednsPods = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'coredns', namespace: 'kube-system' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'coredns', image: 'example.com/eks/coredns:v1.13.2' }] },
        },
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'coredns', namespace: 'kube-system' },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
  ],
};
