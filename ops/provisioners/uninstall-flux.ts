import { milliseconds } from '../../lib/validation/duration';
import { FluxCluster } from '../cluster/flux-cluster';
import { FluxObjects, operatorDefinitions, operatorName } from '../cluster/flux-objects';
import { describeOwned, readFlux } from '../cluster/inventory';
import { lookUntil } from '../cluster/poll';
import { connectionFromSettings, readSetting, type Settings } from '../cluster/settings';
import { runProgram } from './program';
import { isAvailable } from './uninstall/controllers';
import { removeDefinitions } from './uninstall/custom-resources';
import { uninstallWithoutOperator } from './uninstall/without-operator';
import { removeWorkloads } from './uninstall/workloads';

const setting: Settings<'uninstall-flux'> = readSetting;

/** How long the API server may be unavailable before the cluster counts as gone. */
const apiMilliseconds = 60_000;

const started = Date.now();

function say(line: string): void {
  console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
}

/** Prepares the destroy of the stack flux-instance, so that nothing can block the release that is destroyed next. */
async function beforeInstance(cluster: FluxCluster): Promise<void> {
  const namespace = setting('FLUX_NAMESPACE');
  const boundMilliseconds = milliseconds(setting('FLUX_DESTROY_TIMEOUT'));
  const objects = new FluxObjects(cluster, namespace);
  for (const line of describeOwned(await readFlux(cluster))) console.log(line);
  if (setting('FLUX_ON_DESTROY') === 'remove-workloads') {
    const behind = await removeWorkloads({ cluster, namespace, boundMilliseconds, say });
    for (const object of behind) say(`stays behind: ${object}`);
    say(`removed what Flux applied, except ${behind.length} objects`);
  } else {
    say('what Flux applied stays (flux.onDestroy: keep-workloads)');
  }
  const instance = await objects.instance();
  if (instance === undefined || (await isAvailable(cluster, namespace, operatorName))) return;
  say('the operator is not running: uninstalling Flux without it');
  await uninstallWithoutOperator({ cluster, instance, namespace, boundMilliseconds, say });
}

/** Removes what the operator's release leaves behind: Helm keeps custom resource definitions. */
async function afterOperator(cluster: FluxCluster): Promise<void> {
  const definitions = (await cluster.definitions()).filter(({ name }) =>
    (operatorDefinitions as readonly string[]).includes(name),
  );
  say(`deleting the operator's ${definitions.length} custom resource definitions`);
  const left = await removeDefinitions(cluster, definitions, milliseconds(setting('FLUX_DESTROY_TIMEOUT')));
  if (left.length > 0) {
    throw new Error(`These still exist because something other than Flux holds them: ${left.join(', ')}.`);
  }
}

async function uninstall(): Promise<void> {
  const cluster = new FluxCluster(connectionFromSettings());
  const { done, unreadable } = await lookUntil(
    apiMilliseconds,
    () => cluster.definitions(),
    () => true,
  );
  if (!done) {
    throw new Error(
      `The Kubernetes API of ${setting('CLUSTER_NAME')} does not answer (${unreadable}). ` +
        'Run the same command again once it does. If the cluster is gone for good, see "The cluster is gone" in docs/uninstall.md.',
    );
  }
  if (setting('FLUX_UNINSTALL') === 'operator') await afterOperator(cluster);
  else await beforeInstance(cluster);
}

runProgram({ work: uninstall, left: 'What is not removed yet is still there.' });
