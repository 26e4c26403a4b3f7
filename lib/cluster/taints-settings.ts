import * as z from 'zod';
import { pattern, ruled, type Faults } from '../validation/field';

const taintKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const taintValue = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

/** Taints in Kubernetes' spelling. */
export function taintsSchema() {
  const taint = z.strictObject({
    key: pattern('the key of a Kubernetes taint, for example gpu', taintKey, 'is not the key of a taint'),

    /** @default - '' */
    value: pattern('up to 63 letters, digits and _ . -', taintValue, 'is not the value of a taint').default(
      '',
    ),

    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  });
  return ruled(z.array(taint), duplicateFaults)
    .describe('a list of taints, each with key, value and effect')
    .default([]);
}

function duplicateFaults(
  taints: readonly Readonly<Record<'key' | 'effect', string>>[],
): Faults<typeof taints> {
  return taints.flatMap(({ key, effect }, index) => {
    const first = taints.findIndex((taint) => taint.key === key && taint.effect === effect);
    if (first === index) return [];
    return [
      {
        at: [index],
        problem: `has the key and effect of taints[${first}]`,
        allowed: 'one taint for each key and effect',
        remedy: 'Remove one of the two, or change its effect.',
      },
    ];
  });
}
