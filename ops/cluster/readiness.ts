import { describeReference } from './object-reference';

/** The part of a Kubernetes object that says whether it is Ready. */
export interface ConditionedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly generation?: number };
  readonly spec?: { readonly suspend?: boolean };
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

/** The condition that an object must have. */
export interface ExpectedCondition {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly condition: string;
}

/** Whether one object that Flux needs is Ready. */
export interface Readiness extends Omit<ExpectedCondition, 'condition'> {
  /** `Kind/namespace/name`. */
  readonly object: string;
  readonly ready: boolean;
  /** The reason and message of the condition, or why there is none. */
  readonly detail: string;
  /** What it needs and is not Ready either, as `Kind/namespace/name`. @default - the reason is its own */
  readonly waitsFor?: string;
}

/**
 * Whether a condition holds for the object as it is now. A condition observed on an older generation says nothing about
 * the current one.
 */
export function readinessOf(
  { condition: type, ...subject }: ExpectedCondition,
  object: Omit<ConditionedObject, 'kind'> | undefined,
): Readiness {
  const readiness = (ready: boolean, detail: string) => ({
    ...subject,
    object: describeReference(subject),
    ready,
    detail,
  });
  if (object === undefined) return readiness(false, 'does not exist');
  const condition = object.status?.conditions?.find((candidate) => candidate.type === type);
  if (condition === undefined) return readiness(false, `has no condition ${type} yet`);
  const observed = condition.observedGeneration ?? object.status?.observedGeneration ?? 0;
  const generation = object.metadata.generation ?? 0;
  if (observed < generation)
    return readiness(false, `generation ${generation} is not observed yet (last ${observed})`);
  return readiness(
    condition.status === 'True',
    [condition.reason, condition.message].filter(Boolean).join(': '),
  );
}
