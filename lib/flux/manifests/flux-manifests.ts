import { collectProblems, ConfigurationError, type Problem } from '../../validation/errors';
import { fluxInstanceSchema, type FluxInstanceManifest } from './flux-instance';
import {
  checkServiceAccount,
  operatorReleaseSchema,
  operatorSourceSchema,
  type OperatorReleaseManifest,
  type OperatorSourceManifest,
} from './flux-operator';
import { checkKubernetes } from './kubernetes-range';
import { patchedParts } from './patches';
import { lateNames } from '../variable-names';
import { knownVariables, type FluxFleet, type KnownVariables } from '../variables';
import {
  documentsOf,
  parseManifest,
  readManifest,
  type ManifestFile,
  type ParseManifestProps,
} from './manifest';
import { nearest } from '../../validation/nearest';
import { valueAt } from '../../validation/path';
import type { DeepReadonly } from '../../validation/deep-readonly';
import { sizeProblems } from '../../validation/size';

/**
 * What `clusters/<environment>/flux-system` of the repository says about Flux, validated, with the fleet's values filled
 * in. In the FluxInstance a placeholder stands for `${VPC_ID}`, which is known at apply alone.
 */
export type FluxManifests = DeepReadonly<{
  instance: FluxInstanceManifest;
  operator: { source: OperatorSourceManifest; release: OperatorReleaseManifest };
  /** What was filled in, which the ConfigMap `terraform-outputs` carries too. */
  variables: KnownVariables;
}>;

/** The two files of `clusters/<environment>/flux-system` that the stacks use. */
export interface FluxManifestFiles {
  readonly instance: ManifestFile;
  readonly operator: ManifestFile;
}

/**
 * Reads the manifests of Flux in one cluster.
 *
 * @throws ConfigurationError with everything that is wrong in both files
 */
export function parseFluxManifests(files: FluxManifestFiles, fleet: FluxFleet): FluxManifests {
  const variables = knownVariables(fleet);
  const isInGit = fleet.flux.owner === 'git';
  const [operator, instance] = collectProblems(
    () => parseOperator(files.operator, { variables, lateNames: [] }, isInGit),
    () =>
      parseManifest({
        ...files.instance,
        variables,
        lateNames,
        schema: fluxInstanceSchema(variables, patchedParts(fleet.flux), isInGit, fleet.flux),
      }),
  );
  checkKubernetes(
    {
      file: files.instance.file,
      distribution: instance.spec.distribution,
      operator: operator.source.spec.ref.tag,
    },
    fleet,
  );
  if (isInGit) checkServiceAccount(files.operator.file, operator.release, instance.spec.cluster.multitenant);
  return { instance, operator, variables };
}

function parseOperator(
  file: ManifestFile,
  common: Pick<ParseManifestProps<never>, 'variables' | 'lateNames'>,
  isInGit: boolean,
): { source: OperatorSourceManifest; release: OperatorReleaseManifest } {
  const documents = operatorDocuments(file);
  const [source, release] = collectProblems(
    () =>
      parseManifest({
        ...documents.source,
        ...common,
        schema: operatorSourceSchema(isInGit, common.variables.FLUX_CHARTS),
        document: 'OCIRepository',
      }),
    () =>
      parseManifest({
        ...documents.release,
        ...common,
        schema: operatorReleaseSchema(isInGit),
        document: 'HelmRelease',
      }),
  );
  return { source, release };
}

const operatorKinds = ['OCIRepository', 'HelmRelease'] as const;

function operatorDocuments(file: ManifestFile): { source: ManifestFile; release: ManifestFile } {
  const tooLarge = sizeProblems(file.text, file.file);
  if (tooLarge.length > 0) throw new ConfigurationError(tooLarge);
  const documents = documentsOf(file);
  const kinds = documents.map(kindOf);
  const [source, release] = operatorKinds.map((kind) => documents[kinds.indexOf(kind)]);
  if (source && release && documents.length === operatorKinds.length) return { source, release };
  const isExtra = (kind: unknown, at: number) =>
    kinds.indexOf(kind) !== at || !operatorKinds.some((known) => known === kind);
  throw new ConfigurationError([
    ...kinds.filter(isExtra).map((kind) => extraDocument(file, kind)),
    ...operatorKinds.filter((kind) => !kinds.includes(kind)).map((kind) => missingDocument(file, kind)),
  ]);
}

function kindOf(manifest: ManifestFile): unknown {
  return valueAt(readManifest(manifest, 'HelmRelease').data, ['kind']);
}

const allowedDocuments = 'one OCIRepository and one HelmRelease, with --- between them';

function missingDocument({ file }: ManifestFile, kind: string): Problem {
  return {
    file,
    path: 'the file',
    problem: `has no ${kind}`,
    allowed: allowedDocuments,
    remedy: `Add the ${kind} flux-operator.`,
  };
}

function extraDocument({ file }: ManifestFile, kind: unknown): Problem {
  const similar = typeof kind === 'string' ? nearest(kind, operatorKinds) : undefined;
  return {
    file,
    path: 'kind',
    given: JSON.stringify(kind),
    problem: 'does not belong here, or is listed twice',
    allowed: allowedDocuments,
    remedy: similar === undefined ? 'Move the document into a file of its own.' : `Have one ${similar}.`,
  };
}
