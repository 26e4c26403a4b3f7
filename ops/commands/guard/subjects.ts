import type { ObjectReference } from '../../cluster/object-reference';

/** Something whose deletion makes Flux, or the API server, delete other objects too. */
export interface Subject {
  /** Its name in the plan or in Git. */
  readonly source: string;
  readonly deletion:
    | { readonly of: 'object'; readonly reference: ObjectReference }
    /** Flux as a whole: its release, its FluxInstance or its bootstrap. */
    | { readonly of: 'flux' }
    /** A custom resource definition of Flux; deleting it deletes all objects of the kind. */
    | { readonly of: 'kind'; readonly kind: string }
    /** A namespace; deleting it deletes the Flux objects in it. */
    | { readonly of: 'namespace'; readonly namespace: string };
}
