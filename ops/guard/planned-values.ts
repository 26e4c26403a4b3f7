import { parse } from 'yaml';
import * as z from 'zod';
import type { FluxSpec } from './flux-root';
import type { Manifest } from './manifest';

/** The attributes of a resource. */
export type Values = Readonly<Record<string, unknown>>;

const manifestSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().nullish() }),
  spec: z.record(z.string(), z.unknown()).nullish(),
});

/** The object of a resource that holds a whole manifest. @returns undefined if it holds none */
export function manifestOf(type: string, values: Values): Manifest | undefined {
  const { data } = manifestSchema.safeParse(contentOf(type, values));
  if (data === undefined) return undefined;
  const { metadata, spec, ...rest } = data;
  const { name, namespace } = metadata;
  return {
    ...rest,
    metadata: { name, ...(namespace != null && namespace !== '' && { namespace }) },
    ...(spec != null && { spec }),
  };
}

function contentOf(type: string, values: Values): unknown {
  switch (type) {
    case 'kubernetes_manifest':
      return values.manifest ?? values.object;
    case 'kubectl_manifest':
      return yamlOf(values.yaml_body_parsed) ?? yamlOf(values.yaml_body);
    case 'kustomization_resource':
      return yamlOf(values.manifest);
    default:
      return undefined;
  }
}

const instanceValues = z.object({
  instance: z.object({
    components: z.array(z.string()).default([]),
    sync: z.object({
      kind: z.string().default('GitRepository'),
      url: z.string(),
      ref: z.string(),
      path: z.string(),
      name: z.string().optional(),
    }),
    kustomize: z
      .object({
        patches: z
          .array(
            z.object({ patch: z.string(), target: z.object({ kind: z.string().optional() }).optional() }),
          )
          .default([]),
      })
      .default({ patches: [] }),
  }),
});

/** The FluxInstance that values of the chart `flux-instance` make. @returns undefined if they leave open what it syncs */
export function fluxSpecOfValues(values: Values): FluxSpec | undefined {
  return instanceValues.safeParse(merged(values)).data?.instance;
}

/** The Kustomization of the chart `flux2-sync` (https://github.com/fluxcd-community/helm-charts). */
export function syncOfValues(release: Values): Manifest {
  const values = merged(release) as { gitRepository?: { spec?: unknown }; kustomization?: { spec?: object } };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: String(release.name), namespace: String(release.namespace) },
    spec: { ...values.kustomization?.spec, prune: true, source: values.gitRepository?.spec },
  };
}

/** The documents in `values`, later ones over earlier ones. */
function merged({ values }: Values): Values {
  const documents = Array.isArray(values) ? values.map(yamlOf) : [];
  return documents.reduce<Values>((all, one) => merge(all, one), {});
}

/** Mappings merge; of everything else, the other one wins. */
export function merge(one: unknown, other: unknown): Values {
  if (!isMapping(one) || !isMapping(other)) return (other ?? one) as Values;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, key in other ? merge(one[key], other[key]) : one[key]]),
  );
}

function isMapping(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function yamlOf(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
