import * as z from 'zod';
import { text } from '../validation/field';
import { compareVersions, parseVersion } from '../validation/version';

/** Versions of the Terraform providers that this fleet uses instead of the app's pins. */
export const versionsSchema = z.strictObject({
  /** hashicorp/aws. Default: the app's pin. At least 6.9.0, the first with EKS deletion protection. */
  awsProvider: providerVersion('6.9.0').optional(),

  /** hashicorp/helm. Default: the app's pin. At least 3.1.0. */
  helmProvider: providerVersion('3.1.0').optional(),

  /** hashicorp/kubernetes. Default: the app's pin. At least 3.2.1, which fixes write-only secret data. */
  kubernetesProvider: providerVersion('3.2.1').optional(),
});

function providerVersion(oldest: string) {
  return text(`an exact version from ${oldest}, for example ${oldest}`, (value) => {
    if (!/^\d+\.\d+\.\d+$/.test(value)) return { problem: 'is not an exact version' };
    return compareVersions(parseVersion(value), parseVersion(oldest)) < 0
      ? { problem: `is older than ${oldest}` }
      : undefined;
  });
}
