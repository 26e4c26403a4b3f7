import * as z from 'zod';
import { namespaceName } from '../validation/object-name';

/** What Karpenter needs of AWS, to make nodes as pods ask for them; Karpenter itself is installed by Flux. */
export const karpenterSchema = z.strictObject({
  /** @default false */
  enabled: z.boolean().default(false),

  /** The namespace that it is installed in, with the service account karpenter. @default kube-system */
  namespace: namespaceName.default('kube-system'),
});
