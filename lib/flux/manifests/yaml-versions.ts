import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { Problem } from '../../validation/errors';
import { valueAt, formatPath, type Path } from '../../validation/path';
import type { Source } from '../../validation/source';

/**
 * The problems of a manifest that YAML 1.1 reads otherwise than 1.2: Flux, Helm and Kubernetes read 1.1, so that Git would say
 * something else than Terraform does.
 *
 * @param text the manifest, which is valid YAML 1.2
 */
export function yamlVersionProblems(text: string, source: Source): readonly Problem[] {
  const in11 = readAs11(text);
  if (in11 instanceof Error)
    return [
      {
        file: source.fileOf([]),
        path: 'the file',
        problem: `cannot be read by YAML 1.1, which Flux, Helm and Kubernetes use: ${in11.message}`,
        allowed: 'what both versions of YAML read alike',
        remedy: "Quote the key that is meant as text, '<<' for example.",
      },
    ];
  return differences(source.data, in11).map(({ path, isKey }) => {
    const name = formatPath(path);
    const given = isKey ? String(path.at(-1)) : (source.given(path, source.data) ?? '');
    return {
      file: source.fileOf(path),
      path: name,
      given: isKey ? `the key ${given}` : given,
      problem: 'is read differently by YAML 1.1, which Flux, Helm and Kubernetes use',
      allowed: 'text in quotes, and what both versions of YAML read alike',
      remedy: remedyFor(given, isKey ? undefined : valueAt(in11, path)),
    };
  });
}

function remedyFor(given: string, in11: unknown): string {
  const quoted = given.startsWith('"') ? given : `'${given}'`;
  return typeof in11 === 'boolean'
    ? `Write ${in11}, or quote it if it is text: ${quoted}.`
    : `Quote it: ${quoted}.`;
}

/** Gives the error where version 1.1 refuses what 1.2 reads. */
function readAs11(text: string): unknown {
  try {
    return parse(text, { version: '1.1', logLevel: 'silent', strict: false, uniqueKeys: false });
  } catch (error) {
    return error;
  }
}

interface Difference {
  readonly path: Path;
  /** Whether it is the key that differs, not its value. */
  readonly isKey?: boolean;
}

function differences(one: unknown, other: unknown, path: Path = []): readonly Difference[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (!isContainer(one) || !isContainer(other)) return [{ path }];
  return Object.keys(one).flatMap((key) => {
    const here = [...path, Array.isArray(one) ? Number(key) : key];
    return Object.hasOwn(other, key)
      ? differences(one[key], other[key], here)
      : [{ path: here, isKey: true }];
  });
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
