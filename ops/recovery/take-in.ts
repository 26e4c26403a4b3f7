import { dirname } from 'node:path';
import type { FleetConfig } from '../../lib/fleet/schema';
import { UsageError } from '../usage-error';
import type { AwsClients } from './aws-clients';
import { readFleetStates, resourcesOf } from './fleet-states';
import { readImportBlocks, writeImportBlocks } from './import-blocks';
import type { Lookup } from './kinds/kind';
import { lookupIn } from './lookup';
import { readPlan, type ImportedResource } from './planned-resources';
import type { Found, UnknownResources } from './unknown-resources';
import { untilSettled, type UntilSettledProps } from './until-settled';

export interface TakeInProps extends UntilSettledProps {
  /** What `terraform show -json <plan file>` writes. */
  readonly planJson: string;
  /** Where Terraform runs the stack, `cdktf.out/stacks/<stack>`. */
  readonly folder: string;
  readonly fleet: FleetConfig;
  /** @default - those of the environment */
  readonly clients?: AwsClients;
}

export interface TakenIn {
  /** How many more resources the next plan will import. While it is not 0, make the plan again and import again. */
  readonly imports: number;
  /** Those of them that AWS failed to create: give the next plans `-replace=<address>` for each. */
  readonly replace: readonly string[];
}

/**
 * Lets the next plan import what this plan would create although it exists in AWS and is in no state. Parts of what is imported
 * are found once the plan has been made again. A plan that creates nothing in AWS makes no calls to it.
 *
 * @throws UsageError when it is not clear what to do; nothing may be applied then
 */
export async function takeIn(props: TakeInProps): Promise<TakenIn> {
  const { folder, fleet, say, clients } = props;
  const { creates, imports } = readPlan(props.planJson);
  refuseReplacements(imports);
  const kept = readImportBlocks(folder).filter(({ to }) => imports.some(({ address }) => address === to));
  if (creates.length === 0) {
    writeImportBlocks(folder, kept);
    return { imports: 0, replace: [] };
  }
  const { findUnknown } = await import('./unknown-resources.js');
  const inStates = resourcesOf(await readFleetStates(dirname(folder)));
  const lookup = await lookupIn({ fleet, inStates, clients });
  const found = await untilSettled(
    () => findUnknown(creates, lookup),
    ({ known }) => known,
    props,
  );
  for (const line of describe(found, lookup)) say(line);
  refuseAmbiguity(found.ambiguous);
  writeImportBlocks(folder, [
    ...kept,
    ...found.known.map(({ address, importId }) => ({ to: address, id: importId })),
  ]);
  return {
    imports: found.known.length,
    replace: found.known.filter(({ condition }) => condition === 'failed').map(({ address }) => address),
  };
}

/** Forgets what was to be imported. Call it before the first plan, and after an apply. */
export function forgetTakenIn(folder: string): void {
  writeImportBlocks(folder, []);
}

function describe({ known, foreign, notKnown }: UnknownResources, { ownTags }: Lookup): string[] {
  const tags = Object.entries(ownTags).map((tag) => tag.join('='));
  return [
    ...known.map((found) =>
      found.condition === 'failed'
        ? `Taken in to be replaced: ${nameOf(found)} exists, no state knew it, and AWS has it in the status ${found.status}.`
        : `Taken in: ${nameOf(found)} exists, and no state knew it.`,
    ),
    ...foreign.map(
      (found) =>
        `Not taken in: ${nameOf(found)} exists without the tags ${tags.join(' and ')}, so it is somebody else's.`,
    ),
    ...notKnown.map((reason) => `Not known whether it exists already: ${reason}`),
  ];
}

function nameOf({ type, importId, name }: Found): string {
  return name === importId ? `${type} ${name}` : `${type} ${importId} (${name})`;
}

function refuseReplacements(imports: readonly ImportedResource[]): void {
  const replaced = imports.filter(({ replacedBecauseOf }) => replacedBecauseOf !== undefined);
  if (replaced.length === 0) return;
  throw new UsageError(
    [
      'Refused: these exist in AWS and in no state, and the plan would replace them instead of keeping them:',
      ...replaced.map(
        ({ address, replacedBecauseOf }) => `  ${address}, because of ${replacedBecauseOf!.join(', ')}`,
      ),
      'Nothing was changed. Give the fleet file the values that they have, or delete them in AWS, and run the same command again.',
    ].join('\n'),
  );
}

function refuseAmbiguity(ambiguous: UnknownResources['ambiguous']): void {
  if (ambiguous.length === 0) return;
  throw new UsageError(
    [
      'Refused: AWS has several of these by the same name and in no state, so it is not clear which is meant:',
      ...ambiguous.map(({ address, ids }) => `  ${address}: ${ids.join(', ')}`),
      'Nothing was changed. Delete all but one of each in AWS, and run the same command again.',
    ].join('\n'),
  );
}
