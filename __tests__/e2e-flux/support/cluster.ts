import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { readFluxObjects, type FluxObjectState } from '../../../sandbox/src/kubernetes/flux-objects';
import { findSandboxProcesses } from '../../../sandbox/src/strays';
import { waitFor } from '../../../sandbox/src/wait-for';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';

/** The administrator's, which needs no AWS call for every command. */
export const kubeconfig = join(checkout, '.sandbox/clusters/infra-fleet-sandbox/admin.kubeconfig');

/** What a test reads of any object. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
  };
}

/** Runs kubectl and gives what it wrote. */
export async function kubectl(args: readonly string[], input?: string): Promise<string> {
  const env = { ...shellEnvironment(), KUBECONFIG: kubeconfig };
  const { stdout } = await execa('kubectl', args, { env, extendEnv: false, input });
  return stdout;
}

export async function kubectlJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl([...args, '--output=json'])) as T;
}

/** Objects of some kinds (`kustomizations,helmreleases`) in all namespaces. */
export async function list<T = KubernetesObject>(kinds: string, ...options: string[]): Promise<readonly T[]> {
  const { items } = await kubectlJson<{ items: T[] }>(['get', kinds, '--all-namespaces', ...options]);
  return items;
}

/** Applies objects as `kubectl apply` does for a user. */
export async function apply(objects: readonly object[], ...options: string[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await kubectl(['apply', '--filename=-', ...options], input);
}

/** Waits until every Deployment of a namespace is available. */
export async function deploymentsAvailable(namespace: string): Promise<void> {
  const condition = ['--for=condition=Available', '--timeout=120s'];
  await kubectl(['wait', 'deployments', '--all', ...condition, `--namespace=${namespace}`]);
}

/** Waits for a condition. It may throw while the cluster does not answer: the last error is told at the end. */
export async function until<T>(
  what: string,
  timeoutSeconds: number,
  condition: () => Promise<T | undefined>,
): Promise<T> {
  const props = { what, timeoutSeconds, remedy: 'Read .sandbox/logs', everyMilliseconds: 1000 };
  return await waitFor(props, condition);
}

/**
 * Waits until every object of Flux is Ready in its newest generation, and gives them all.
 *
 * @param except `Kind namespace/name` of objects that need not be Ready
 */
export async function everythingReady(
  timeoutSeconds: number,
  except: readonly string[] = [],
): Promise<readonly FluxObjectState[]> {
  return await until('everything of Flux to be Ready', timeoutSeconds, async () => {
    const objects = await readFluxObjects(kubeconfig);
    const waiting = objects.filter(({ ready, kind, name }) => !ready && !except.includes(`${kind} ${name}`));
    if (objects.length > 0 && waiting.length === 0) return objects;
    const shown = waiting.slice(0, 5).map(({ kind, name, message }) => `${kind} ${name}: ${message}`);
    throw new Error(`${waiting.length} of ${objects.length} are not Ready. ${shown.join('; ')}`);
  });
}

/** Seconds that something takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const ticksInSecond = 100;

/** Processor time of the sandbox's processes that run now, and of everything else on this machine. */
export function processorSeconds(): { readonly sandbox: number; readonly others: number } {
  const sandbox = findSandboxProcesses().reduce((sum, { pid }) => sum + processorSecondsOf(pid), 0);
  const [, user, nice, system] = /^cpu +(\d+) (\d+) (\d+)/.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  const all = (Number(user) + Number(nice) + Number(system)) / ticksInSecond;
  return { sandbox, others: all - sandbox };
}

/** User and system time, the fields 14 and 15 of `/proc/<pid>/stat`; the second may contain spaces. */
function processorSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksInSecond;
}
