import type { V1Pod } from '@kubernetes/client-node';
import type { Program } from './program.js';
import { programs } from './programs.js';

/** The last path segment of an image reference, without tag and digest. */
export function imageName(image: string): string {
  const withoutDigest = image.split('@', 1)[0] ?? '';
  const lastSegment = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
  return lastSegment.split(':', 1)[0] ?? '';
}

/** The program that stands for an image, if the sandbox has one. */
export function programOf(image: string | undefined): Program | undefined {
  return programs.find((program) => new RegExp(imagePattern(program)).test(image ?? ''));
}

/**
 * Whether a pod runs as processes of this machine: every container's image has a program. All other pods are simulated
 * by kwok. It depends on the images alone, which both sides see with the pod's first appearance, so no pod is ever
 * taken by both.
 */
export function isExecuted(pod: V1Pod): boolean {
  const containers = pod.spec?.containers ?? [];
  return containers.length > 0 && containers.every((container) => programOf(container.image) !== undefined);
}

/** The jq expression by which a kwok stage selects the pods that `isExecuted` leaves over: it gives a value for these. */
export function simulatedPodQuery(): string {
  const executed = programs.map(imagePattern).join('|');
  return `.spec.containers[] | select(.image | test(${JSON.stringify(executed)}) | not) | .name`;
}

/** In the syntax that jq and JavaScript share. */
function imagePattern({ image, release }: Program): string {
  const tag = release === undefined ? '(:[^/@]*)?' : `:${release.replaceAll('.', '\\.')}\\.[^/@]*`;
  return `(^|/)${image}${tag}(@.*)?$`;
}
