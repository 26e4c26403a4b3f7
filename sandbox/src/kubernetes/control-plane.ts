/**
 * The command lines of a cluster's programs. They are the upstream programs with what a single machine needs: no leader
 * election, no profiling, and no listener besides the API server's, so that any number of clusters fit side by side.
 */

import type { Pki } from './pki.js';

/** The programs of a control plane, as absolute paths. */
export interface ControlPlaneBinaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
}

/**
 * etcd listens on Unix sockets of its working directory: no port to collide on, and the folder's permissions guard it.
 * The port in the address is part of the socket's file name; etcd and its client insist on one.
 */
const etcdSocket = 'unix://etcd.sock:0';
const etcdPeerSocket = 'unix://etcd-peer.sock:0';

/** etcd without waiting for the disk: a sandbox may lose its last writes when the machine loses power. */
export function etcdArguments(dataFolder: string): string[] {
  return [
    '--name=sandbox',
    `--data-dir=${dataFolder}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${etcdSocket}`,
    `--advertise-client-urls=${etcdSocket}`,
    `--listen-peer-urls=${etcdPeerSocket}`,
    `--initial-advertise-peer-urls=${etcdPeerSocket}`,
    `--initial-cluster=sandbox=${etcdPeerSocket}`,
    '--log-level=warn',
  ];
}

/** What the API server is started with. */
export interface ApiServerProps {
  readonly port: number;
  readonly pki: Pki;
  /** Issuer of service account tokens; the cluster's OIDC issuer in IAM. */
  readonly serviceAccountIssuer: string;
  readonly serviceCidr: string;
  /** AuthenticationConfiguration file. */
  readonly authenticationConfig: string;
  /** Kubeconfig file of the token webhook. */
  readonly tokenWebhookConfig: string;
  /** EgressSelectorConfiguration file. @default none */
  readonly egressConfig?: string;
}

/** The API server: RBAC, client certificates, service account tokens, and the token webhook for everybody else. */
export function apiServerArguments(props: ApiServerProps): string[] {
  const { pki } = props;
  return [
    `--etcd-servers=${etcdSocket}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${props.port}`,
    // The Endpoints of `kubernetes` may not hold a loopback address; nothing in the sandbox reaches it that way.
    '--endpoint-reconciler-type=none',
    `--service-cluster-ip-range=${props.serviceCidr}`,
    `--service-account-issuer=${props.serviceAccountIssuer}`,
    `--service-account-key-file=${pki.serviceAccount.publicKey}`,
    `--service-account-signing-key-file=${pki.serviceAccount.privateKey}`,
    `--client-ca-file=${pki.authority.certificate}`,
    `--tls-cert-file=${pki.server.certificate}`,
    `--tls-private-key-file=${pki.server.key}`,
    '--authorization-mode=RBAC',
    `--authentication-config=${props.authenticationConfig}`,
    `--authentication-token-webhook-config-file=${props.tokenWebhookConfig}`,
    '--authentication-token-webhook-version=v1',
    // Short, so that a deleted access entry locks its principal out at once.
    '--authentication-token-webhook-cache-ttl=1s',
    ...(props.egressConfig === undefined ? [] : [`--egress-selector-config-file=${props.egressConfig}`]),
    '--kubelet-preferred-address-types=InternalIP',
    '--allow-privileged=true',
    '--profiling=false',
  ];
}

/** Nobody is anonymous, except where load balancers and clients look for health and version, as on EKS. */
export const authenticationConfiguration = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  anonymous: {
    enabled: true,
    conditions: [{ path: '/livez' }, { path: '/readyz' }, { path: '/healthz' }, { path: '/version' }],
  },
} as const;

/** What the controller manager is started with. */
export interface ControllerManagerProps {
  readonly kubeconfig: string;
  readonly pki: Pki;
}

/** The controller manager with the cluster's authority as signer, and without a listener. */
export function controllerManagerArguments(props: ControllerManagerProps): string[] {
  const { authority, serviceAccount } = props.pki;
  return [
    `--kubeconfig=${props.kubeconfig}`,
    `--service-account-private-key-file=${serviceAccount.privateKey}`,
    // Each controller acts with its own role; the user of the kubeconfig may only make their tokens.
    '--use-service-account-credentials=true',
    `--root-ca-file=${authority.certificate}`,
    `--cluster-signing-cert-file=${authority.certificate}`,
    `--cluster-signing-key-file=${authority.key}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--profiling=false',
    '--kube-api-qps=100',
    '--kube-api-burst=200',
    // Simulated nodes don't fail, but a busy machine delays their heartbeats: that must evict nothing.
    '--node-monitor-grace-period=5m',
  ];
}

/** The scheduler without a listener. */
export function schedulerArguments(kubeconfig: string): string[] {
  return [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0', '--profiling=false'];
}
