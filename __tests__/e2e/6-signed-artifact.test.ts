import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { canaryCheckout, canarySelection, removeCanaryFleet, writeCanaryFleet } from './support/canary-fleet';
import { pushArtifact } from './support/pushed-artifact';
import { confirmed, eventually, type, typed } from './support/sandbox-shell';

const publicKeyFile = `${canaryCheckout}/cosign.pub`;
const deploy = `${canarySelection} cdktf deploy flux-instance`;
const keys = mkdtempSync(join(tmpdir(), 'infra-fleet-cosign-'));

/** Writes the fleet that trusts one of the keys. */
function writeFleet(readyTimeout: string): void {
  writeCanaryFleet({
    sync: { kind: 'oci', url: 'oci://${SANDBOX_REGISTRY}/fleet', verify: { publicKeys: [publicKeyFile] } },
    flux: { readyTimeout },
    patches: [
      {
        kind: 'OCIRepository',
        path: '/spec/verify',
        value: { provider: 'cosign', secretRef: { name: 'flux-cosign' } },
      },
    ],
  });
  cpSync(join(keys, 'trusted.pub'), join(checkout, publicKeyFile));
}

function sign(artifact: string, key: string): void {
  const offline = '--use-signing-config=false --tlog-upload=false --yes';
  typed(`COSIGN_PASSWORD= cosign sign --key ${join(keys, `${key}.key`)} ${offline} ${artifact}`);
}

beforeAll(() => {
  for (const name of ['trusted', 'another'])
    typed(`cd ${keys} && COSIGN_PASSWORD= cosign generate-key-pair --output-key-prefix ${name}`);
});

afterAll(() => {
  rmSync(keys, { recursive: true });
  removeCanaryFleet();
  expect(confirmed('cdktf deploy flux-instance')).toMatchObject({ status: 0 });
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

test('an artifact that another key signed is refused', () => {
  writeFleet('1m');
  sign(pushArtifact('fleet', canaryCheckout), 'another');
  expect(confirmed(deploy).status).not.toBe(0);
  expect(condition('SourceVerified')).toContain('no matching signatures were found');
});

test('an artifact that the trusted key signed is reconciled', async () => {
  writeFleet('10m');
  const artifact = pushArtifact('fleet', canaryCheckout);
  sign(artifact, 'trusted');
  expect(confirmed(deploy)).toMatchObject({ status: 0 });
  expect(await eventually(30, () => condition('SourceVerified'), Boolean)).toContain(
    'verified signature of revision',
  );
  expect(condition('Ready')).toContain(artifact.split('@')[1]);
});
