import {
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type YAMLError,
} from 'yaml';
import type { Problem } from './errors';
import { sizeProblems } from './size';
import { maskUrls } from './mask-urls';
import { valueAt, type Path } from './path';

/** The most syntax problems to report: later ones are often consequences of the first. */
const mostSyntaxProblems = 20;

const yamlTag = 'tag:yaml.org,2002:';

/** A file's text as data that still knows how each value was written. */
export interface Source {
  /** The mapping at the top of the file. */
  readonly data: unknown;
  /** The file that decides the value at a path, as messages name it. */
  fileOf(path: Path): string;
  /** The value at a path as the file has it, on one line; undefined when there is none. */
  given(path: Path, data: unknown): string | undefined;
}

/**
 * Reads YAML 1.2. Gives the problems instead when the text isn't one mapping.
 *
 * @param whenEmpty what to do about a file that has no keys, as a whole sentence
 * @param example what may stand there
 */
export function readSource(
  text: string,
  file: string,
  whenEmpty = 'Copy the file of another fleet and change it.',
  example = 'environment: dev',
): Source | readonly Problem[] {
  const tooLarge = sizeProblems(text, file);
  if (tooLarge.length > 0) return tooLarge;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  // A fault often causes others at the same place, which add nothing.
  const first = [...new Map(faults.toReversed().map((fault) => [fault.pos[0], fault])).values()].reverse();
  if (first.length > 0)
    return first.slice(0, mostSyntaxProblems).map((fault) => syntaxProblem(fault, text, file, lines));
  const unsupported = unsupportedProblems(document, file, lines);
  if (unsupported.length > 0) return unsupported;

  const data: unknown = document.toJS();
  if (typeof data === 'object' && data !== null && !Array.isArray(data))
    return { data, fileOf: () => file, given: (path, values) => given(document, path, values, data) };
  return [
    {
      file,
      path: 'line 1',
      given: 'the file',
      problem: data === null ? 'is empty' : `must be a mapping, not ${typeName(data)}`,
      allowed: `keys with their values, for example ${example}`,
      remedy: whenEmpty,
    },
  ];
}

/** What people call a value of this type. */
export function typeName(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string' ? 'text' : 'a number';
}

function given(document: Document, path: Path, data: unknown, written: unknown): string | undefined {
  const filledIn = valueAt(data, path);
  if (filledIn === undefined || filledIn === null) return undefined;
  // A reference is shown as it is written: the variable may hold a secret that was meant for elsewhere.
  const value = typeof filledIn === 'string' ? (valueAt(written, path) ?? filledIn) : filledIn;
  const node = document.getIn(path, true);
  if (typeof value !== 'string' && isScalar(node) && node.source !== undefined) return node.source;
  // In a truncated URL, credentials could not be recognized.
  const text = maskUrls(JSON.stringify(value));
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

function position(offset: number, file: string, lines: LineCounter): Pick<Problem, 'file' | 'path'> {
  const { line, col } = lines.linePos(offset);
  return { file, path: `line ${line}, column ${col}` };
}

function syntaxProblem(
  { code, message, pos }: YAMLError,
  text: string,
  file: string,
  lines: LineCounter,
): Problem {
  const at = position(pos[0], file, lines);
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]+/.exec(text.slice(pos[0]))?.[0];
    return {
      ...at,
      given: key,
      problem: 'is listed twice',
      allowed: 'each key once',
      remedy: 'Remove one of the two.',
    };
  }
  if (code === 'MULTIPLE_DOCS')
    return {
      ...at,
      given: '---',
      problem: 'begins a second document',
      allowed: 'one document a file',
      remedy: 'Remove the line, or move what follows into a file of its own.',
    };
  // The parser calls itself for each level.
  if (message.includes('call stack'))
    return {
      ...at,
      given: 'the text',
      problem: 'is nested too deeply',
      allowed: 'a few hundred levels',
      remedy: 'Remove levels there.',
    };
  return {
    ...at,
    given: 'the text',
    problem: `is not valid YAML: ${message.replace(/\.$/, '')}`,
    allowed: 'YAML 1.2',
    remedy: 'Fix the syntax there.',
  };
}

/** The tags of YAML's core schema. Other tags give something else than text, numbers, lists and mappings. */
const coreTags = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `${yamlTag}${name}`);

/** YAML that a fleet file has no use for: aliases, tags, and keys that are lists, mappings or JavaScript's own. */
function unsupportedProblems(document: Document, file: string, lines: LineCounter): readonly Problem[] {
  const { explicit, version } = document.directives?.yaml ?? {};
  const problems: Problem[] =
    explicit === true && version !== '1.2'
      ? [
          {
            file,
            path: 'line 1',
            given: `%YAML ${version}`,
            problem: 'asks for another version of YAML',
            allowed: 'YAML 1.2',
            remedy: 'Remove the line.',
          },
        ]
      : [];
  visit(document, {
    Alias(_, { range, source }) {
      problems.push({
        ...position(range?.[0] ?? 0, file, lines),
        given: `*${source}`,
        problem: 'is an alias',
        allowed: 'values without aliases',
        remedy: 'Write the value out.',
      });
    },
    Value(role, { range, tag, ...node }) {
      const at = position(range?.[0] ?? 0, file, lines);
      if (tag !== undefined && !coreTags.includes(tag))
        problems.push({
          ...at,
          given: tag.replace(yamlTag, '!!'),
          problem: 'is a tag',
          allowed: 'values without tags',
          remedy: 'Remove the tag.',
        });
      if (role === 'key' && 'value' in node && node.value === '__proto__')
        problems.push({
          ...at,
          given: '__proto__',
          problem: 'is not a key that a file can have',
          allowed: 'other keys',
          remedy: 'Remove it.',
        });
    },
    Pair(_, { key }) {
      if (!isCollection(key)) return;
      problems.push({
        ...position(key.range?.[0] ?? 0, file, lines),
        given: 'the key',
        problem: `is ${isMap(key) ? 'a mapping' : 'a list'}`,
        allowed: 'keys that are text',
        remedy: 'Quote the key, or remove it.',
      });
    },
  });
  return problems;
}
