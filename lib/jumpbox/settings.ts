import * as z from 'zod';

/** A private instance to reach the Kubernetes API from, through SSM Session Manager. */
export const jumpboxSchema = z.strictObject({
  /** @default false */
  enabled: z.boolean().default(false),
});
