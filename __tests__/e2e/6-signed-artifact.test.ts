import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { ArtifactRegistry, cosignKeyPair } from './support/artifact-registry';
import { canaryCheckout, canarySelection, removeCanaryFleet, writeCanaryFleet } from './support/canary-fleet';
import { eventually, type, typed, typeMeanwhile } from './support/sandbox-shell';

const publicKeyFile = `${canaryCheckout}/cosign.pub`;
const deploy = `${canarySelection} cdktf deploy flux-instance`;
const registry = new ArtifactRegistry();
const trusted = cosignKeyPair();
const another = cosignKeyPair();

/** Writes the fleet that trusts one of the keys. */
function writeFleet(readyTimeout: string): void {
  writeCanaryFleet({
    sync: { kind: 'oci', url: registry.url, verify: { publicKeys: [publicKeyFile] } },
    flux: { readyTimeout },
    patches: [
      {
        kind: 'OCIRepository',
        path: '/spec/verify',
        value: { provider: 'cosign', secretRef: { name: 'flux-cosign' } },
      },
    ],
  });
  writeFileSync(join(checkout, publicKeyFile), trusted.publicKey);
}

beforeAll(async () => await registry.start());

afterAll(() => {
  registry.stop();
  removeCanaryFleet();
  typed('cdktf deploy flux-instance');
});

interface Conditions {
  readonly status: { readonly conditions: { readonly type: string; readonly message: string }[] };
}

function condition(name: string): string | undefined {
  const { status, output } = type('kubectl get ocirepository flux-system -n flux-system -o json');
  if (status !== 0) return undefined;
  const { conditions } = (JSON.parse(output) as Conditions).status;
  return conditions.find(({ type }) => type === name)?.message;
}

test('an artifact that another key signed is refused', async () => {
  writeFleet('1m');
  registry.sign(registry.push('gitops'), another.privateKey);
  expect((await typeMeanwhile(deploy)).status).not.toBe(0);
  expect(condition('SourceVerified')).toContain('no matching signatures were found');
});

test('an artifact that the trusted key signed is reconciled', async () => {
  writeFleet('10m');
  const digest = registry.push('gitops');
  registry.sign(digest, trusted.privateKey);
  expect(await typeMeanwhile(deploy)).toMatchObject({ status: 0 });
  expect(await eventually(30, () => condition('SourceVerified'), Boolean)).toContain(
    'verified signature of revision',
  );
  expect(condition('Ready')).toContain(digest);
});
