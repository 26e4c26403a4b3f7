/** The stages of `ops validate`, in their order. The first one with findings is the last one that runs. */
export const stageNames = [
  'yaml',
  'variables',
  'build',
  'schema',
  'policies',
  'order',
  'removed APIs',
  'secrets',
] as const;

export type StageName = (typeof stageNames)[number];

/** Where something is in the repository. */
export interface Place {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly line: number;
}

/** One thing that keeps a change from being merged. */
export interface Finding extends Place {
  readonly message: string;
}

/** What a stage tells. */
export interface StageResult {
  readonly findings: readonly Finding[];
  /** What could not be checked, and counts. @default none */
  readonly notes?: readonly string[];
}

/** Each finding once, in the order of files and lines. */
export function sorted(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map(findings.map((finding) => [`${describe(finding)}`, finding]));
  return [...unique.values()].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** `file:line: message`. */
export function describe({ file, line, message }: Finding): string {
  return `${file}:${line}: ${message}`;
}

/** A finding as a workflow command of GitHub Actions (https://docs.github.com/actions/reference/workflow-commands-for-github-actions). */
export function annotation(stage: StageName, { file, line, message }: Finding): string {
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::error file=${property(file)},line=${line},title=${property(stage)}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
