import { parse } from 'yaml';
import { formatPath, type Path } from '../../lib/validation/path';
import { fixture, parseDev } from '../lib/fleet/fixtures';
import { hostileText, samples } from '../support/hostile-text';
import { synthStacks } from '../support/synth-stacks';
import {
  evaluateByModel,
  evaluateByTerraform,
  hasTerraform,
  type Evaluate,
} from '../support/terraform-values';
import { withTexts } from '../support/text-leaves';
import { acceptsAt, filesWith, inFile, load, placesFor, type Files } from '../support/written-files';

const texts = samples(hostileText, 2000);

const full = parse(fixture('valid', 'full.yaml')) as { flux: object };
const gitlab = parse(fixture('valid', 'sync-gitlab-ssh.yaml')) as { flux: { sync: object } };
const knownHosts = '[git.example.com]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0Z comment';

/** Files that have every key which accepts free text. */
const fleets = [
  {
    ...full,
    state: { kind: 'local', folder: 'states' },
    flux: { ...full.flux, variables: { LOG_LEVEL: 'x' } },
  },
  { ...gitlab, flux: { sync: { ...gitlab.flux.sync, auth: { kind: 'ssh', knownHosts } } } },
].map(filesWith);

/** Keys whose text is known to be free, among those that are found. */
const freeTexts = {
  full: [
    'fleet.state.folder',
    'fleet.budget.emails[0]',
    'fleet.flux.charts',
    'fleet.flux.sync.url',
    'fleet.flux.sync.path',
    'fleet.flux.variables.LOG_LEVEL',
    'instance.spec.commonMetadata.annotations.note',
    'release.spec.values.text',
  ],
  ssh: ['fleet.flux.sync.auth.knownHosts'],
};

/** A variable for each text. */
const variables = texts.map((text, index): [Path, string] => [
  ['fleet', 'flux', 'variables', `TEXT_${index}`],
  `x${text.replaceAll('\n', '')}`,
]);

/** The places of files that accept a text as Terraform would evaluate it. */
function openPlaces(files: Files): readonly Path[] {
  return placesFor(files, ['${a}', '%{a}']);
}

/** For every place a text that it accepts, each place with another. */
function textsFor(files: Files, places: readonly Path[]): ReadonlyMap<Path, string> {
  const fleet = parseDev(JSON.stringify(files.fleet));
  const free = [...texts];
  return new Map(
    places.map((place) => {
      const at = free.findIndex((text) => text.includes('{') && acceptsAt(files, fleet, place, text));
      return [place, free.splice(at, 1)[0]!];
    }),
  );
}

interface Synthesized {
  /** What Terraform evaluates, by stack. */
  readonly evaluated: unknown;
  /** What it takes as it is. */
  readonly literal: unknown;
}

function synthesized(files: Files, added: ReadonlyMap<Path, string>): Synthesized {
  const written = new Map([...added].map(([path, text]) => [path, inFile(text)]));
  const { fleet, manifests } = load(withTexts(files, written) as Files);
  const stacks = Object.values(synthStacks(fleet, manifests));
  return {
    evaluated: stacks.map((stack) => ({ ...stack, terraform: undefined })),
    literal: stacks.map(({ terraform }) => terraform),
  };
}

/** What the app itself writes for Terraform to evaluate, in JSON without text of files that looks like it. */
function expressionsIn(json: string): readonly string[] {
  const found = [...json.matchAll(/\$\{/g)].map(({ index }) => {
    let depth = 0;
    const length = [...json.slice(index)].findIndex((character) => {
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      return character === '}' && depth === 0;
    });
    return json.slice(index, index + length + 1);
  });
  return [...new Set(found)].sort((one, other) => other.length - one.length);
}

/** Data as it is read by those who get it: texts that are JSON, and the values of Helm charts, are data themselves. */
function read(data: unknown, change: (text: string) => string, key = ''): unknown {
  if (typeof data === 'string') {
    if (key === 'values' && data.includes(': ')) return read(parse(data), change);
    return /^[[{]"/.test(data) ? read(JSON.parse(data), change) : change(data);
  }
  if (Array.isArray(data)) return data.map((item) => read(item, change, key));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [change(name), read(value, change, name)]),
  );
}

const names = ['full', 'ssh'] as const;

describe.each(fleets.map((files, index) => ({ files, fleet: names[index]! })))(
  '$fleet',
  ({ files, fleet }) => {
    const added = new Map([...textsFor(files, openPlaces(files)), ...(fleet === 'full' ? variables : [])]);
    const marks = new Map([...added.keys()].map((place, index) => [place, `mark${index}.`]));
    const marked = synthesized(files, marks);
    const hostile = synthesized(files, added);
    const expressions = expressionsIn(JSON.stringify(marked.evaluated));
    const withoutExpressions = (data: unknown): unknown =>
      JSON.parse(
        expressions.reduce((json, code) => json.replaceAll(code, 'REFERENCE'), JSON.stringify(data)),
      );
    const texts = [...added.values()];
    const inPlaceOfMarks = (text: string) =>
      text.replace(/mark(\d+)\./g, (_, index) => texts[Number(index)]!);

    test('every key with free text is tried', () => {
      expect([...added.keys()].map(formatPath)).toEqual(expect.arrayContaining([...freeTexts[fleet]]));
    });

    test('what Terraform takes as it is has the text of the files', () => {
      expect(hostile.literal).toEqual(read(marked.literal, inPlaceOfMarks));
    });

    const expected = read(withoutExpressions(marked.evaluated), inPlaceOfMarks);
    const evaluatedBy = (evaluate: Evaluate) =>
      read(evaluate(withoutExpressions(hostile.evaluated)), (text) => text);

    (hasTerraform ? test : test.skip)('Terraform reads the text of the files', () => {
      expect(evaluatedBy(evaluateByTerraform)).toEqual(expected);
    });

    test('Terraform reads the text of the files, by its documentation', () => {
      expect(evaluatedBy(evaluateByModel)).toEqual(expected);
    });
  },
);
