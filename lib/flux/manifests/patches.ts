import { isDeepStrictEqual } from 'node:util';
import { ageSecretName, cosignSecretName, gitVerifySecretName } from '../flux-secrets';
import type { Faults } from '../../validation/field';
import { isMapping } from '../../validation/mapping';
import { fluxNamespace } from '../namespace';
import { readPatch } from './patch-text';
import type { FluxInstanceSpec } from './flux-instance-spec';
import type { FluxSettings } from '../settings/settings';

/** A part of an object of Flux that the FluxInstance has no field for, so that a patch of it adds the part. */
export interface PatchedPart {
  /** The key of the fleet file that asks for it. */
  readonly key: string;
  readonly kind: 'Kustomization' | 'OCIRepository' | 'GitRepository';
  /** The part, as a JSON pointer. */
  readonly pointer: string;
  /** What the part must be; undefined when it must not be there. */
  readonly value: object | undefined;
  /** Whether it is added to the Kustomizations that the root applies, by a patch in its own `spec.patches`. @default false */
  readonly inChildren?: boolean;
}

/** What the fleet file asks for and patches of the FluxInstance do. */
export function patchedParts({ decryption, sync }: FluxSettings): readonly PatchedPart[] {
  const sops = { provider: 'sops' };
  const ageOrKms = decryption?.kind === 'age' ? { ...sops, secretRef: { name: ageSecretName } } : sops;
  const decrypts = {
    key: 'flux.decryption',
    kind: 'Kustomization',
    pointer: '/spec/decryption',
    value: decryption && ageOrKms,
  } as const;
  return [
    decrypts,
    { ...decrypts, inChildren: true },
    {
      key: 'flux.sync.verify',
      kind: sync.kind === 'git' ? 'GitRepository' : 'OCIRepository',
      pointer: '/spec/verify',
      value: sync.kind === 'git' ? sync.verify && ofCommits : verification(sync.verify),
    },
  ];
}

/** https://fluxcd.io/flux/components/source/gitrepositories/#verification */
const ofCommits = { mode: 'HEAD', secretRef: { name: gitVerifySecretName } };

function verification(verify: Extract<FluxSettings['sync'], { kind: 'oci' }>['verify']): object | undefined {
  if (verify === undefined) return undefined;
  const { identities } = verify;
  return identities === undefined
    ? { provider: 'cosign', secretRef: { name: cosignSecretName } }
    : { provider: 'cosign', matchOIDCIdentity: identities };
}

/** The patches that the operator could not read. */
export function patchTextFaults(patches: FluxInstanceSpec['kustomize']['patches']): Faults<FluxInstanceSpec> {
  return patches.flatMap(({ patch }, index) => {
    const read = readPatch(patch);
    return 'problem' in read
      ? [
          {
            at: ['kustomize', 'patches', index, 'patch'] as const,
            allowed: 'a patch as YAML in a text: strategic merge, or JSON 6902',
            ...read,
          },
        ]
      : [];
  });
}

/** Where the patches of a FluxInstance and the fleet file disagree. */
export function patchFaults(
  patches: FluxInstanceSpec['kustomize']['patches'],
  parts: readonly PatchedPart[],
): Faults<FluxInstanceSpec> {
  const operations = patches.flatMap((patch, index) =>
    operationsOf(patch).map((found) => ({ ...found, index })),
  );
  return parts.flatMap(({ key, kind, pointer, value, inChildren = false }): Faults<FluxInstanceSpec> => {
    const found = operations.filter(
      (operation) => operation.path === pointer && operation.inChildren === inChildren,
    );
    const given = inChildren ? `${pointer} in ${childPatches}` : pointer;
    const [path, wanted] = inChildren ? [childPatches, childPatchesWith(pointer, value)] : [pointer, value];
    const allowed =
      value === undefined
        ? `no patch of ${given}`
        : `a patch of ${kind}: add ${path} ${JSON.stringify(wanted)}`;
    if (value === undefined)
      return found.map(({ index }) => ({
        at: ['kustomize', 'patches', index],
        given,
        problem: `is patched, but the fleet file has no ${key}`,
        allowed,
        remedy: `Remove the patch, or add ${key} to the fleet file.`,
      }));
    if (found.some((operation) => operation.kind === kind && isDeepStrictEqual(operation.value, value)))
      return [];
    const [wrong] = found;
    return [
      {
        at: wrong === undefined ? ['kustomize', 'patches'] : ['kustomize', 'patches', wrong.index],
        given,
        problem:
          wrong === undefined
            ? `is not patched, but the fleet file has ${key}`
            : `is patched to something other than ${key} of the fleet file`,
        allowed,
        remedy: wrong === undefined ? 'Add the patch.' : 'Change the patch, or the fleet file.',
      },
    ];
  });
}

/** Where a Kustomization has the patches of what it applies. */
const childPatches = '/spec/patches';

/** As a Kustomization has it: for the platform's Kustomizations alone, since tenants don't have the Secrets of `flux-system`. */
function childPatchesWith(path: string, value: object | undefined): object {
  const target = { kind: 'Kustomization', namespace: fluxNamespace };
  return [{ target, patch: JSON.stringify([{ op: 'add', path, value }]) }];
}

interface Patch {
  readonly target?: { readonly kind?: string } | undefined;
  readonly patch: string;
}

interface Operation {
  readonly kind: string | undefined;
  readonly path: unknown;
  readonly value: unknown;
  readonly inChildren: boolean;
}

/** The operations of a JSON 6902 patch, those of the patches that it adds included; none of a strategic merge. */
function operationsOf({ target, patch }: Patch, inChildren = false): readonly Operation[] {
  const read = readPatch(patch);
  if (!('data' in read) || !Array.isArray(read.data)) return [];
  return (read.data as { path?: unknown; value?: unknown }[]).flatMap(({ path, value }) => [
    { kind: target?.kind, path, value, inChildren },
    ...(path === childPatches && !inChildren && Array.isArray(value)
      ? value.filter(isPatch).flatMap((nested) => operationsOf(nested, true))
      : []),
  ]);
}

function isPatch(value: unknown): value is Patch {
  return isMapping(value) && typeof value.patch === 'string';
}
