import { z } from 'zod';
import { text } from '../validation/field';

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
    return compareVersions(value, oldest) < 0 ? { problem: `is older than ${oldest}` } : undefined;
  });
}

/** Below 0 when `one` is the older of two versions of the form x.y.z, above 0 when it is the newer. */
export function compareVersions(one: string, other: string): number {
  const others = other.split('.').map(Number);
  const differences = one.split('.').map((part, index) => Number(part) - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
