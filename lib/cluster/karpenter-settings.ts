import * as z from 'zod';
import { pattern } from '../validation/field';

/** What Karpenter needs of AWS, to make nodes as pods ask for them; Karpenter itself is installed by Flux. */
export const karpenterSchema = z.strictObject({
  /** Default: false. */
  enabled: z.boolean().default(false),

  /** The namespace that it is installed in, with the service account karpenter. Default: kube-system. */
  namespace: pattern(
    'the name of a namespace: 1 to 63 lower-case letters, digits and hyphens',
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'is not the name of a namespace',
  ).default('kube-system'),
});
