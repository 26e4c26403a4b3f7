import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { FleetConfig } from '../../lib/fleet/schema';
import { fluxFolder, type FluxFolder, reconciledFolder } from '../../lib/flux/manifests/flux-folder';
import { fluxNamespace } from '../../lib/flux/namespace';
import { readOptions } from '../command-line';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import type { FluxCluster } from '../cluster/flux-cluster';
import { FluxObjects } from '../cluster/flux-objects';
import { behaviorChanges, isStrict } from './upgrade/behavior-changes';
import { droppedFields, fieldRefusal } from './upgrade/dropped-fields';
import { areApisKnown, newestKnown } from './upgrade/flux-apis';
import { migrateManifests, type OldManifest, oldManifests } from './upgrade/manifests';
import { refusals, type Versions } from './upgrade/rules';
import { runningVersions } from './upgrade/running-versions';
import { compareWithSnapshot, type Snapshot, takeSnapshot } from './upgrade/snapshot';
import { type StoredVersions, storedVersions } from './upgrade/stored-versions';
import { describeFlux, fluxVersion } from '../../lib/flux/flux-releases';
import { compareVersions, parseVersion, type Version } from '../../lib/validation/version';
import { hasArtifact, readVersions, writeVersions } from './upgrade/versions-in-git';
import { unsetVariablesOf } from '../gitops/fleet-variables';
import { messageOf } from '../message-of';
import { UsageError } from '../usage-error';

const usage = 'ops upgrade [--operator X.Y.Z] [--flux X.Y.Z] [--fleet NAME] [--apply | --verify]';

const checkout = resolve(__dirname, '..', '..');

/** `ops upgrade`: shows what an upgrade would face, writes the versions to the files, and checks afterwards that nothing was lost. */
export async function upgrade(args: readonly string[]): Promise<number> {
  const options = readOptions(
    args,
    {
      operator: { type: 'string' },
      flux: { type: 'string' },
      fleet: { type: 'string' },
      apply: { type: 'boolean' },
      verify: { type: 'boolean' },
    },
    usage,
  );
  if (options.apply && options.verify)
    throw new UsageError(`--apply and --verify can't be combined.\nUsage: ${usage}`);
  const fleet = fleetNamed(options.fleet);
  const cluster = clusterOf(fleet);
  if (options.verify) return await verify(fleet, cluster);

  const files = fluxFolder(checkout, fleet.flux);
  const from = readVersions(files);
  const operator = requested('operator', options.operator ?? from.operator.text, parseVersion);
  const flux = requested('flux', options.flux ?? from.flux.text, (text) => fluxVersion(text, operator));
  const to = { operator, flux };
  return await plan({ fleet, cluster, files, from, to, apply: options.apply ?? false });
}

interface PlanProps {
  readonly fleet: FleetConfig;
  readonly cluster: FluxCluster;
  readonly files: FluxFolder;
  readonly from: Versions;
  readonly to: Versions;
  readonly apply: boolean;
}

async function plan({ fleet, cluster, files, from, to, apply }: PlanProps): Promise<number> {
  const running = await runningVersions(cluster, fluxNamespace);
  const folder = manifestFolder(fleet);
  const manifests = oldManifests(folder, from.flux, to.flux);
  const stored = await storedVersions(cluster, to.flux);
  const snapshot = await takeSnapshot(cluster, fluxNamespace);
  say(`${fleet.environment}: what an upgrade would face`);
  say(`  operator  ${change(from.operator, to.operator)}   cluster: ${running.operator?.text ?? 'none'}`);
  say(`  Flux      ${change(from.flux, to.flux)}   cluster: ${running.flux?.text ?? 'none'}`);
  say(
    `  must survive the upgrade: ${snapshot.objects.length} objects that Flux applied, ${Object.keys(snapshot.pods).length} pods of workloads`,
  );
  for (const line of [...stored.map(describeStored), ...manifests.map(describeManifest)]) say(`  ${line}`);
  for (const line of behaviorChanges(running.flux ?? from.flux, to.flux)) say(`  ${line}`);
  if (!areApisKnown(to.flux))
    say(
      `  Not known: what Flux ${to.flux.text} serves (known up to ${newestKnown}); API versions are checked against that, fields are not`,
    );

  const variables = isStrict(to.flux) ? unsetVariablesOf(fleet) : undefined;
  for (const unknown of variables?.unknowns ?? []) say(`  Not known: ${unknown}`);

  const ownedByGit = isOwnedByGit(fleet);
  const refused = [
    ...refusals({
      from,
      to,
      running,
      kubernetes: fleet.cluster.kubernetesVersion,
      ownedByGit,
      hasArtifact: hasArtifact(files),
    }),
    ...stored.flatMap(storedRefusal),
    ...manifests.flatMap(manifestRefusal),
    ...(variables?.faults ?? []),
    ...droppedFields(folder, from.flux, to.flux).map(
      (field) => `${relative(checkout, field.file)}:${field.line}: ${fieldRefusal(field, to.flux)}`,
    ),
  ];
  if (refused.length > 0) {
    for (const reason of refused) console.error(`Refused: ${reason}`);
    return 1;
  }
  if (!apply) {
    say('Dry run: nothing was changed. Add --apply to write the versions.');
    return 0;
  }
  const changed = [...new Set([...migrateManifests(manifests), ...writeVersions(files, to)])];
  if (changed.length === 0) {
    say('Nothing to change: Git already has these versions.');
    return 0;
  }
  const file = snapshotFile(fleet);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({
      fleet: fleet.environment,
      takenAt: new Date().toISOString(),
      operator: running.operator?.text,
      flux: running.flux?.text,
      ...snapshot,
    } satisfies Snapshot),
  );
  for (const name of changed) say(`Changed ${relative(checkout, name)}`);
  for (const line of nextSteps(ownedByGit, changed)) say(line);
  return 0;
}

/** Compares the cluster with the snapshot that `--apply` took. */
async function verify(fleet: FleetConfig, cluster: FluxCluster): Promise<number> {
  const file = snapshotFile(fleet);
  if (!existsSync(file)) {
    throw new UsageError(
      `Nothing to compare with: ${relative(checkout, file)} does not exist. Run first: ops upgrade --apply`,
    );
  }
  const before = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  const wanted = readVersions(fluxFolder(checkout, fleet.flux));
  const running = await runningVersions(cluster, fluxNamespace);
  const damage = await compareWithSnapshot(cluster, fluxNamespace, before);
  const stored = (await cluster.definitions()).filter((definition) =>
    definition.stored.some((version) => version !== definition.storage),
  );
  const notReady = (await new FluxObjects(cluster, fluxNamespace).everything()).filter(({ ready }) => !ready);
  const objects = before.objects.length;
  const pods = Object.keys(before.pods).length;
  const checks = [
    versionCheck('operator', running.operator, wanted.operator),
    versionCheck('Flux', running.flux, wanted.flux),
    {
      title: `${objects} objects that Flux had applied: ${damage.pruned.length} pruned`,
      faults: damage.pruned,
    },
    {
      title: `${objects} objects that Flux had applied: ${damage.recreated.length} recreated`,
      faults: damage.recreated,
    },
    {
      title: `${pods} pods of workloads: ${damage.pods.length} gone or recreated`,
      faults: damage.pods,
    },
    {
      title: `every kind stored in one version, ${stored.length} exceptions`,
      faults: stored.map(({ name, stored: versions }) => `${name}: ${versions.join(', ')}`),
    },
    {
      title: `everything Ready, ${notReady.length} exceptions`,
      faults: notReady.map(({ object, detail }) => `${object}: ${detail}`),
    },
  ];
  for (const { title, faults } of checks) {
    say(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${title}`);
    for (const fault of faults) say(`         ${fault}`);
  }
  return checks.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

function versionCheck(what: string, running: Version | undefined, wanted: Version) {
  const isThere = running !== undefined && isWithin(running, wanted);
  return {
    title: `${what} ${running?.text ?? 'none'} is running, Git says ${wanted.text}`,
    faults: isThere ? [] : ['deploy, or wait until Flux has applied the commit'],
  };
}

function isWithin(running: Version, wanted: Version): boolean {
  return (
    compareVersions({ ...running, patch: wanted.patch }, wanted) === 0 &&
    (wanted.patch === undefined || running.patch === wanted.patch)
  );
}

function requested(what: string, text: string, parse: (text: string) => Version): Version {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`--${what}: ${messageOf(error)}`);
  }
}

/**
 * Where the manifests are that Flux reconciles: `gitops/`, or the whole checkout of another repository.
 *
 * @throws UsageError if what Flux reconciles is not there: then nobody knows which API versions it has
 */
function manifestFolder({ environment, flux }: FleetConfig): string {
  if (!existsSync(reconciledFolder(checkout, flux))) {
    const { checkout: folder = '.', path } = flux.sync;
    throw new UsageError(
      `ops upgrade: ${join(folder, path)}, which Flux reconciles by fleet/${environment}.yaml, does not exist, so what its manifests ` +
        'need is not known. Allowed: a folder of this project, or of the checkout that flux.sync.checkout names. Clone the ' +
        'repository that Flux reconciles and set flux.sync.checkout, or fix flux.sync.path.',
    );
  }
  return join(checkout, flux.sync.checkout ?? 'gitops');
}

function isOwnedByGit(fleet: FleetConfig): boolean {
  return fleet.flux.owner === 'git';
}

/** In the checkout but not in Git: it describes the cluster at one moment. */
function snapshotFile({ environment }: FleetConfig): string {
  return join(checkout, '.ops', `upgrade-${environment}.json`);
}

function change(from: Version, to: Version): string {
  return compareVersions(from, to) === 0
    ? describeFlux(from)
    : `${describeFlux(from)} -> ${describeFlux(to)}`;
}

function describeStored({ definition, stored, written }: StoredVersions): string {
  const parts = [
    ...(stored.length > 0 ? [`may store objects as ${stored.join(', ')}`] : []),
    ...(written > 0
      ? [`has ${written} objects written in a version that the target drops (the operator rewrites them)`]
      : []),
  ];
  return `${definition} ${parts.join(' and ')}`;
}

function storedRefusal({ definition, stored }: StoredVersions): readonly string[] {
  return stored.length === 0
    ? []
    : [
        `${definition} may store objects as ${stored.join(', ')}, which the target does not have, so the API server would refuse it. ` +
          'Let the operator migrate them: make sure spec.migrateResources is not false in flux-instance.yaml, then run ' +
          'kubectl annotate fluxinstance flux -n flux-system --overwrite reconcile.fluxcd.io/requestedAt="$(date +%s)" reconcile.fluxcd.io/forceAt="$(date +%s)"',
      ];
}

function describeManifest({ file, kind, scalar, replacement }: OldManifest): string {
  const place = `${relative(checkout, file)}:${scalar.line}`;
  return `${place} ${kind} ${scalar.value} -> ${replacement ?? 'no version that both releases serve'}`;
}

function manifestRefusal({ file, kind, scalar, replacement }: OldManifest): readonly string[] {
  return replacement !== undefined
    ? []
    : [
        `${relative(checkout, file)}:${scalar.line}: ${kind} ${scalar.value} is not served after the upgrade, and its ` +
          'successor is not served before it. Upgrade to an earlier release of Flux first.',
      ];
}

function nextSteps(ownedByGit: boolean, changed: readonly string[]): readonly string[] {
  const names = changed.map((file) => relative(checkout, file)).join(' ');
  return [
    'Next:',
    `  git add ${names} && git commit -m 'Upgrade Flux' && git push`,
    ...(ownedByGit ? [] : ['  cdktf deploy flux-operator flux-instance']),
    '  ops/bin/ops upgrade --verify',
  ];
}

function say(line: string): void {
  console.log(line);
}
