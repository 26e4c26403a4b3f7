import * as z from 'zod';

/** The retention times that CloudWatch Logs has, in days. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Days after which CloudWatch Logs deletes what a group has. */
export function logRetentionDays() {
  return z.literal(retentionDays);
}
