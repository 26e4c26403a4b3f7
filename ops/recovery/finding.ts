import type { FleetConfig } from '../../lib/fleet/schema';
import { resourcesOf, type StackInFleet } from './fleet-states';
import { lookupIn } from './lookup';

/** Something that a finished deploy would not leave behind. */
export interface Finding {
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What was found, and what could not be looked at. */
export interface Findings {
  readonly found: readonly Finding[];
  readonly notKnown: readonly string[];
}

/** What is the fleet's in AWS, by its tags, and in none of its states. */
export async function findingsInAws(fleet: FleetConfig, stacks: readonly StackInFleet[]): Promise<Findings> {
  const { findStrays } = await import('./strays.js');
  const inStates = resourcesOf(stacks);
  const lookup = await lookupIn({ fleet, inStates });
  const { strays, notKnown } = await findStrays({ lookup, inStates, clusterName: fleet.cluster.name });
  return {
    found: strays.map(({ kind, id, name }) => ({
      what: `${kind} ${id}${name === undefined || id.endsWith(name) ? '' : ` (${name})`} has the tags of this fleet and is in none of its states`,
      remedy:
        'cdktf deploy network cluster takes it in when the fleet file asks for it; otherwise delete it in AWS',
    })),
    notKnown,
  };
}

/** Writes findings, those with the same remedy together, and gives their number. */
export function report({ found, notKnown }: Findings): number {
  for (const remedy of new Set(found.map((finding) => finding.remedy))) {
    for (const finding of found) if (finding.remedy === remedy) console.log(`- ${finding.what}`);
    console.log(`  Remedy: ${remedy}`);
  }
  for (const reason of notKnown) console.log(`- Not known: ${reason}`);
  return found.length;
}
