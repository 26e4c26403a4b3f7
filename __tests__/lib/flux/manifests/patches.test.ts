import { patchedParts, patchFaults } from '../../../../lib/flux/manifests/patches';
import { fixture, parseDev } from '../../fleet/fixtures';

/** The parts that a fleet asks for, whose section `flux` ends with some lines. */
function partsOf(flux: string) {
  return patchedParts(
    parseDev(`${fixture('valid', 'minimal.yaml').replace(/flux:[\s\S]*$/, '')}flux:\n${flux}`).flux,
  );
}

const git = '  sync: { url: https://github.com/example/fleet.git }\n';
const oci = (verify: string) =>
  `  sync: { kind: oci, url: oci://ghcr.io/example/fleet, verify: ${verify} }\n`;
const identity = '{ issuer: ^https://issuer$, subject: ^https://subject$ }';

const patchOf = (kind: string, path: string, value: object) => ({
  target: { kind },
  patch: JSON.stringify([{ op: 'add', path, value }]),
});

/** A patch for the root Kustomization and for those that it applies. */
const decryptionPatch = (value: object) => ({
  target: { kind: 'Kustomization' },
  patch: JSON.stringify([
    { op: 'add', path: '/spec/decryption', value },
    {
      op: 'add',
      path: '/spec/patches',
      value: [patchOf('Kustomization', '/spec/decryption', value)],
    },
  ]),
});

const kms = `${git}  decryption: { kind: kms, keyArns: ['arn:aws:kms:eu-west-2:111122223333:key/1234'] }\n`;
const age = `${git}  decryption: { kind: age }\n`;
const ageValue = { provider: 'sops', secretRef: { name: 'sops-age' } };

test.each([
  ['nothing', git, []],
  ['KMS', kms, [decryptionPatch({ provider: 'sops' })]],
  ['age', age, [decryptionPatch(ageValue)]],
  [
    'keys of cosign',
    oci('{ publicKeys: [cosign.pub] }'),
    [patchOf('OCIRepository', '/spec/verify', { provider: 'cosign', secretRef: { name: 'flux-cosign' } })],
  ],
  [
    'keys of signed commits',
    '  sync: { url: https://github.com/example/fleet.git, verify: { publicKeys: [alice.pub] } }\n',
    [patchOf('GitRepository', '/spec/verify', { mode: 'HEAD', secretRef: { name: 'flux-git-verify' } })],
  ],
  [
    'identities',
    oci(`{ identities: [${identity}] }`),
    [
      patchOf('OCIRepository', '/spec/verify', {
        provider: 'cosign',
        matchOIDCIdentity: [{ issuer: '^https://issuer$', subject: '^https://subject$' }],
      }),
    ],
  ],
])('%s goes with its patch', (_, flux, patches) => {
  expect(patchFaults(patches, partsOf(flux))).toEqual([]);
});

test('what the fleet asks for and no patch does is a fault that names the patch', () => {
  expect(patchFaults([], partsOf(age))[0]).toEqual({
    at: ['kustomize', 'patches'],
    given: '/spec/decryption',
    problem: 'is not patched, but the fleet file has flux.decryption',
    allowed:
      'a patch of Kustomization: add /spec/decryption {"provider":"sops","secretRef":{"name":"sops-age"}}',
    remedy: 'Add the patch.',
  });
});

test('what does not reach the Kustomizations that the root applies is a fault that names the patch', () => {
  const forTheRootAlone = patchOf('Kustomization', '/spec/decryption', { provider: 'sops' });
  expect(patchFaults([forTheRootAlone], partsOf(kms))).toMatchObject([
    {
      given: '/spec/decryption in /spec/patches',
      allowed: expect.stringContaining('add /spec/patches [{"target":{"kind":"Kustomization"') as string,
    },
  ]);
});

test.each([
  ['of another value', patchOf('Kustomization', '/spec/decryption', ageValue)],
  ['of another kind', patchOf('GitRepository', '/spec/decryption', { provider: 'sops' })],
])('a patch %s is a fault', (_, patch) => {
  expect(patchFaults([patch], partsOf(kms))[0]).toMatchObject({
    at: ['kustomize', 'patches', 0],
    remedy: 'Change the patch, or the fleet file.',
  });
});

test('a patch that the fleet did not ask for is a fault', () => {
  const patch = patchOf('OCIRepository', '/spec/verify', { provider: 'cosign' });
  expect(patchFaults([patch], partsOf(git))).toMatchObject([
    { given: '/spec/verify', problem: 'is patched, but the fleet file has no flux.sync.verify' },
  ]);
});

test('strategic merges are left alone', () => {
  expect(patchFaults([{ patch: 'spec: { interval: 5m }' }], partsOf(git))).toEqual([]);
});
