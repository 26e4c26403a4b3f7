import type { ObjectReference } from '../../cluster/object-reference';

/** Something whose deletion makes Flux, or the API server, delete more than itself. */
export interface Subject {
  /** How the plan or Git names it. */
  readonly source: string;
  readonly deletion:
    | { readonly of: 'object'; readonly reference: ObjectReference }
    /** Flux as a whole: its release, its FluxInstance or its bootstrap. */
    | { readonly of: 'flux' }
    /** A custom resource definition of Flux, which takes along all objects of the kind. */
    | { readonly of: 'kind'; readonly kind: string }
    /** A namespace, which takes along the objects of Flux in it. */
    | { readonly of: 'namespace'; readonly namespace: string };
}
