import { existsSync } from 'node:fs';
import { pinnedProgram } from '../build/pinned-versions.js';
import { connect } from './cluster-api.js';
import { fluxPrograms } from './flux-programs.js';
import type { Program } from './program.js';
import { programFile } from './programs.js';
import { imageName, programOf } from './selection.js';

/** A controller of Flux in a cluster, and what stands for its image in the sandbox. */
export interface FluxController {
  /** Image name and tag, as in `source-controller:v1.9.5`. */
  readonly image: string;
  readonly program: string;
}

/** Reads which controllers of Flux a cluster has, by the images of its pods. */
export async function readFluxControllers(kubeconfigFile: string): Promise<FluxController[]> {
  const { items } = await connect(kubeconfigFile).core.listPodForAllNamespaces();
  const images = items.flatMap((pod) => pod.spec?.containers.map((container) => container.image ?? '') ?? []);
  const names = fluxPrograms.map((program) => program.image);
  return [...new Set(images)]
    .filter((image) => names.includes(imageName(image)))
    .sort()
    .map((image) => describeController(image));
}

/** Says what runs for an image: which version, or that the sandbox has nothing for its tag. */
export function describeController(
  image: string,
  isBuilt: (program: Program) => boolean = (program) => existsSync(programFile(program)),
): FluxController {
  const name = image.replace(/@.*$/, '').replace(/^.*\//, '');
  const program = programOf(image);
  if (program === undefined) {
    const releases = fluxPrograms.filter((other) => other.image === imageName(image));
    const known = releases.map(({ release }) => `${release}.x`).join(' and ');
    return { image: name, program: `simulated: the sandbox has no program for this tag, only for ${known}` };
  }
  if (!isBuilt(program)) return { image: name, program: 'does not start: only make e2e-flux builds it' };
  const version = pinnedProgram(program.set, program.binary);
  const asked = name.slice(name.indexOf(':') + 1);
  return {
    image: name,
    program: version === asked ? 'a process' : `a process of ${version}, which stands in for ${asked}`,
  };
}
