import { compareVersions, minorOf, parseVersion, type Version } from '../../../lib/validation/version';
import known from './flux-apis.schema.json';

/** The names of the fields of an object, each with those below it; `true` where any name is allowed, or none follows. */
export type Fields = true | { readonly [name: string]: Fields };

/** The API of one kind in one release of Flux. */
export interface FluxApi {
  readonly group: string;
  readonly kind: string;
  /** The version in which objects are stored. */
  readonly storage: string;
  readonly served: readonly string[];
  /** The fields of `spec`, by served version. */
  readonly fields: Readonly<Record<string, Fields>>;
}

interface Row {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly servedIn: readonly string[];
  readonly storedIn: readonly string[];
  readonly fields: Fields;
}

const rows = known.apis as unknown as readonly Row[];

const knownMinors = [...new Set(rows.flatMap(({ servedIn }) => servedIn))]
  .map((minor) => parseVersion(`${minor}.0`))
  .sort(compareVersions);

/** The newest minor release whose APIs are known. */
export const newestKnown = minorOf(knownMinors.at(-1)!);

/** Whether the APIs of a release are known: later ones are not. */
export function areApisKnown(flux: Version): boolean {
  return compareVersions({ ...flux, patch: 0 }, knownMinors.at(-1)!) <= 0;
}

/** What one release of Flux serves. A release newer than the known ones counts as the newest known one. */
export function apisOf(flux: Version): readonly FluxApi[] {
  const reached = knownMinors.filter((minor) => compareVersions(minor, { ...flux, patch: 0 }) <= 0);
  const minor = minorOf(reached.at(-1) ?? knownMinors[0]!);
  const served = rows.filter(({ servedIn }) => servedIn.includes(minor));
  const isFirst = (row: Row, index: number) => served.findIndex(isSameKind(row)) === index;
  return served.filter(isFirst).map((row) => {
    const versions = served.filter(isSameKind(row));
    return {
      group: row.group,
      kind: row.kind,
      storage: versions.find(({ storedIn }) => storedIn.includes(minor))!.version,
      served: versions.map(({ version }) => version),
      fields: Object.fromEntries(versions.map(({ version, fields }) => [version, fields])),
    };
  });
}

function isSameKind({ group, kind }: Row): (other: Row) => boolean {
  return (other) => other.group === group && other.kind === kind;
}
