import { KubeConfig } from '@kubernetes/client-node';
import { kubeconfig } from '../../../sandbox/src/kubernetes/kubeconfig.js';

test('a kubeconfig names the files of its certificates', () => {
  const config = new KubeConfig();
  config.loadFromString(
    kubeconfig({
      name: 'c',
      server: 'https://127.0.0.1:1',
      certificateAuthority: '/pki/ca.crt',
      client: { certificate: '/pki/admin.crt', key: '/pki/admin.key' },
    }),
  );
  expect([config.getCurrentCluster(), config.getCurrentUser()]).toMatchObject([
    { server: 'https://127.0.0.1:1', caFile: '/pki/ca.crt' },
    { certFile: '/pki/admin.crt', keyFile: '/pki/admin.key' },
  ]);
});
