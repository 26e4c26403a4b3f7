import type { FluxManifests } from '../lib/flux/manifests/flux-manifests';
import type { FleetStackProps } from './fleet-stack';

/** What the two stacks of Flux are given. */
export interface FluxStackProps extends FleetStackProps {
  /** What Git says about Flux in this cluster. */
  readonly manifests: FluxManifests;
  /** The checkout, relative to the folder in which Terraform runs the stack: programs of it run beside the resources. */
  readonly checkout: string;
}
