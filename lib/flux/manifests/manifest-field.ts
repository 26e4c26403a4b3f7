import * as z from 'zod';
import { ruled, textMap, type Fault } from '../../validation/field';

/** The annotation that keeps Flux from deleting an object that is no longer in Git. */
const pruneAnnotation = 'kustomize.toolkit.fluxcd.io/prune';

/** Whether Kubernetes takes the key of a label or annotation. */
export function isMetadataKey(key: string): boolean {
  return /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(key);
}

/** Labels or annotations of Kubernetes objects. */
export function keyValues(what: 'labels' | 'annotations') {
  return textMap(`${what} with their values, in quotes where they look like a number`, (key) =>
    isMetadataKey(key) ? undefined : { problem: 'has a key that Kubernetes refuses' },
  );
}

/**
 * Metadata of an object in `flux-system` that a stack owns.
 *
 * @param isInGit whether Flux applies it too, so that it must outlive its removal from Git, when the stack takes it back
 */
export function ownedMetadata(name: string, isInGit: boolean) {
  const annotations = ruled(keyValues('annotations'), (given) =>
    pruneFaults(given[pruneAnnotation], isInGit),
  );
  return z.strictObject({
    name: z.literal(name),
    namespace: z.literal('flux-system'),
    labels: keyValues('labels').default({}),
    annotations: isInGit ? annotations : annotations.default({}),
  });
}

function pruneFaults(value: string | undefined, isInGit: boolean): readonly Fault[] {
  if (value === 'disabled' || (value === undefined && !isInGit)) return [];
  return [
    {
      problem: `lacks ${pruneAnnotation}: disabled, without which Flux deletes the object when it is taken out of Git`,
      allowed: `annotations with ${pruneAnnotation}: disabled`,
      remedy: `Add ${pruneAnnotation}: disabled.`,
    },
  ];
}
