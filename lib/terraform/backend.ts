import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { StackName } from './contracts';
import { type StateLocation, stateKey, statePath } from './state-location';

/** Keeps the state of a stack at its fleet's location. */
export function useBackend(stack: TerraformStack, name: StackName, location: StateLocation): void {
  if (location.kind === 'local') {
    new LocalBackend(stack, { path: statePath(location, name) });
    return;
  }
  const backend = new S3Backend(stack, {
    bucket: location.bucket,
    key: stateKey(location, name),
    region: location.region,
    encrypt: true,
    kmsKeyId: location.kmsKeyId,
  });
  // cdktf 0.21 has no property for S3-native locking, which replaced the DynamoDB table in Terraform 1.11.
  backend.addOverride('use_lockfile', true);
}
