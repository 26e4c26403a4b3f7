import type { BuiltFleet } from './built-fleet';
import type { FleetInGit } from './fleets';
import type { Places } from './places';
import type { Schemas } from './schemas';

/** A repository that is checked. */
export interface Checkout {
  /** Its folder. */
  readonly root: string;
  /** The folder with the manifests, relative to it. */
  readonly folder: string;
  /** The rules of yamllint: a file. */
  readonly rules: string;
  /** The folder with what manifests are compared with: definitions of Kubernetes, of Flux and of other projects. */
  readonly originals: string;
  /** A folder for temporary files. */
  readonly scratch: string;
  readonly schemas: () => Schemas;
  readonly places: () => Places;
  readonly fleets: () => readonly FleetInGit[];
  readonly built: () => Promise<readonly BuiltFleet[]>;
}
