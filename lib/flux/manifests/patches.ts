import { isDeepStrictEqual } from 'node:util';
import { ageSecretName, cosignSecretName } from '../flux-secrets';
import type { Faults } from '../../validation/field';
import { readPatch } from './patch-text';
import type { FluxInstanceSpec } from './flux-instance-spec';
import type { FluxSettings } from '../settings/settings';

/** A part of an object of Flux that the FluxInstance has no field for, so that a patch of it adds the part. */
export interface PatchedPart {
  /** The key of the fleet file that asks for it. */
  readonly key: string;
  readonly kind: 'Kustomization' | 'OCIRepository';
  /** The part, as a JSON pointer. */
  readonly pointer: string;
  /** What the part must be; undefined when it must not be there. */
  readonly value: object | undefined;
}

/** What the fleet file asks for and patches of the FluxInstance do. */
export function patchedParts({ decryption, sync }: FluxSettings): readonly PatchedPart[] {
  const sops = { provider: 'sops' };
  const ageOrKms = decryption?.kind === 'age' ? { ...sops, secretRef: { name: ageSecretName } } : sops;
  return [
    {
      key: 'flux.decryption',
      kind: 'Kustomization',
      pointer: '/spec/decryption',
      value: decryption && ageOrKms,
    },
    {
      key: 'flux.sync.verify',
      kind: 'OCIRepository',
      pointer: '/spec/verify',
      value: sync.kind === 'oci' ? verification(sync.verify) : undefined,
    },
  ];
}

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
  const operations = patches.flatMap(({ target, patch }, index) =>
    operationsOf(patch).map((operation) => ({ ...operation, kind: target?.kind, index })),
  );
  return parts.flatMap(({ key, kind, pointer, value }): Faults<FluxInstanceSpec> => {
    const found = operations.filter(({ path }) => path === pointer);
    const wanted = JSON.stringify(value);
    const allowed =
      value === undefined ? `no patch of ${pointer}` : `a patch of ${kind}: add ${pointer} ${wanted}`;
    if (value === undefined)
      return found.map(({ index }) => ({
        at: ['kustomize', 'patches', index],
        given: pointer,
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
        given: pointer,
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

interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly value?: unknown;
}

/** The operations of a JSON 6902 patch; none of a strategic merge. */
function operationsOf(patch: string): readonly Operation[] {
  const read = readPatch(patch);
  return 'data' in read && Array.isArray(read.data) ? (read.data as Operation[]) : [];
}
