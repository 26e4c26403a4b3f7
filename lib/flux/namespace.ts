/** The namespace of Flux. The operator generates objects for this one, and every guide of Flux names it. */
export const fluxNamespace = 'flux-system';
