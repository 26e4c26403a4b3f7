/** The part of a Kubernetes object that tells whether it is Ready. */
export interface ConditionedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly generation?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** What is known of one object that Flux needs. */
export interface Readiness {
  /** `Kind/name`. */
  readonly object: string;
  readonly ready: boolean;
  /** The reason and message of the condition, or why there is none. */
  readonly detail: string;
}

/**
 * Whether a condition holds for the object as it is now. A condition that was observed on an older generation says
 * nothing about the current one.
 */
export function readinessOf(
  expected: { readonly kind: string; readonly name: string; readonly condition: string },
  object: ConditionedObject | undefined,
): Readiness {
  const name = `${expected.kind}/${expected.name}`;
  if (object === undefined) return { object: name, ready: false, detail: 'does not exist' };
  const condition = object.status?.conditions?.find(({ type }) => type === expected.condition);
  if (condition === undefined)
    return { object: name, ready: false, detail: `has no condition ${expected.condition} yet` };
  const observed = condition.observedGeneration ?? object.status?.observedGeneration ?? 0;
  const generation = object.metadata.generation ?? 0;
  if (observed < generation) {
    return {
      object: name,
      ready: false,
      detail: `generation ${generation} is not observed yet (last ${observed})`,
    };
  }
  const reason = [condition.reason, condition.message].filter(Boolean).join(': ');
  return { object: name, ready: condition.status === 'True', detail: reason };
}
