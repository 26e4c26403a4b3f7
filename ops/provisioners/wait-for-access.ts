import type { V1ResourceAttributes } from '@kubernetes/client-node';
import { type Hindrance, hindranceOf } from '../cluster/access';
import { milliseconds } from '../../lib/validation/duration';
import { lookUntil } from '../cluster/poll';
import { connectionFromSettings, readSetting, type Settings } from '../cluster/settings';
import { aws } from '../recovery/aws-cli';
import { messageOf } from '../message-of';
import { runProgram } from './program';

const setting: Settings<'wait-for-access'> = readSetting;

/** A sample of what the stacks of Flux make, in every scope and API group that matters. */
function needed(namespace: string): readonly V1ResourceAttributes[] {
  return [
    { verb: 'create', resource: 'namespaces' },
    { verb: 'create', resource: 'secrets', namespace },
    { verb: 'create', group: 'apps', resource: 'deployments', namespace },
    { verb: 'create', group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' },
    { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings' },
  ];
}

/**
 * Waits until the Kubernetes API lets the caller make what Flux needs. EKS answers that an access entry is made before its API
 * servers know of it (https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html).
 */
async function waitForAccess(): Promise<void> {
  const timeout = setting('FLUX_READY_TIMEOUT');
  const config = connectionFromSettings();
  const actions = needed(setting('FLUX_NAMESPACE'));
  const started = Date.now();
  let shown: string | undefined;
  const { done, seen } = await lookUntil(
    milliseconds(timeout),
    async () => {
      const hindrance = await hindranceOf(config, actions);
      if (hindrance !== undefined && hindrance.detail !== shown) {
        const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(4);
        console.log(`${seconds} s  Waiting for access to ${setting('CLUSTER_NAME')}: ${hindrance.detail}`);
        shown = hindrance.detail;
      }
      return hindrance;
    },
    (hindrance) => hindrance === undefined,
  );
  if (!done && seen !== undefined) throw new Error(await explain(seen, timeout));
}

async function explain({ kind, detail }: Hindrance, timeout: string): Promise<string> {
  const file = setting('FLEET_FILE');
  if (kind === 'unreachable')
    return [
      `The Kubernetes API of ${setting('CLUSTER_NAME')} does not answer after ${timeout}: ${detail}`,
      `Deploy from a network that cluster.endpoint.publicCidrs in ${file} names, or from inside the VPC.`,
    ].join('\n');
  const arn = await callerArn();
  return [
    `The Kubernetes API of ${setting('CLUSTER_NAME')} still refuses after ${timeout}: ${detail}.`,
    `The caller is ${arn}. Add its access entry in ${file}:`,
    '  cluster:',
    '    access:',
    `      - principalArn: ${principalOf(arn)}`,
    '        policy: cluster-admin',
    'and run: cdktf deploy cluster flux-operator',
  ].join('\n');
}

async function callerArn(): Promise<string> {
  try {
    return (await aws<{ readonly Arn: string }>('sts', 'get-caller-identity')).Arn;
  } catch (error) {
    return `not known (${messageOf(error)})`;
  }
}

/** The principal of a caller: an access entry takes the role of a session, not the session. */
function principalOf(arn: string): string {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return arn.startsWith('arn:') ? arn : '<its ARN>';
  return `arn:${partition}:iam::${account}:role/${role} # with the role's path, if it has one`;
}

runProgram({
  work: waitForAccess,
  left: 'The Kubernetes API did not let the caller in yet; nothing was created.',
});
