import { createHash } from 'node:crypto';
import type { Loss } from './forecast';
import { describeId } from './manifest';

/** What the guard has to say about a change. */
export interface Verdict {
  /** What is changed, for the first line: for example `From HEAD~1 to HEAD`. */
  readonly change: string;
  readonly losses: readonly Loss[];
  readonly doubts: readonly Loss[];
  readonly unknowns: readonly string[];
  /** What no confirmation allows. */
  readonly refusals: readonly string[];
}

/** Confirms what a verdict lists: its value is the code of the list. */
export const confirmation = 'INFRA_FLEET_ALLOW_PRUNE';

/** Exit codes of `ops guard`. */
export const exitCodes = { nothing: 0, losses: 2, notKnown: 3 } as const;

export function exitCodeOf({ losses, doubts, unknowns, refusals }: Verdict): number {
  if (losses.length > 0 || refusals.length > 0) return exitCodes.losses;
  return doubts.length > 0 || unknowns.length > 0 ? exitCodes.notKnown : exitCodes.nothing;
}

/** A short code of everything that a verdict lists: another list has another code. */
export function codeOf({ losses, doubts, unknowns }: Verdict): string {
  const names = (list: readonly Loss[]) => list.map(({ id }) => [id.group, describeId(id)].join(' ')).sort();
  const content = JSON.stringify([names(losses), names(doubts), [...unknowns].sort()]);
  return createHash('sha256').update(content).digest('hex').slice(0, 8);
}

/** What to tell about a confirmation that does not fit. @returns undefined if there is none */
export function wrongConfirmation(verdict: Verdict, given: string | undefined): string | undefined {
  if (given === undefined || given === '' || given === codeOf(verdict)) return undefined;
  return given === '1'
    ? `${confirmation}=1 no longer works: only the code of a list allows that list.`
    : `${confirmation}=${given} is the code of another list.`;
}

/** Whether a verdict's whole list is confirmed. */
export function isConfirmed(verdict: Verdict, given: string | undefined): boolean {
  return verdict.refusals.length === 0 && given === codeOf(verdict);
}

/** A verdict as text, one line per object. */
export function describe(verdict: Verdict): readonly string[] {
  const { change, losses, doubts, unknowns, refusals } = verdict;
  if (exitCodeOf(verdict) === exitCodes.nothing) return [`${change}, nothing would be deleted.`];
  return [
    ...refusals,
    ...section(`${change}, this would be deleted:`, losses.map(line)),
    ...section(`${change}, this may be deleted:`, doubts.map(line)),
    ...section('Not known:', unknowns),
  ];
}

/** A verdict as Markdown, for a pull request. */
export function describeInMarkdown(verdict: Verdict): string {
  const { change, losses, doubts, unknowns, refusals } = verdict;
  const rows = (list: readonly Loss[]) =>
    list.map(({ id, because }) => `| \`${describeId(id)}\` | ${because.replaceAll('|', '\\|')} |`);
  const table = (title: string, list: readonly Loss[]) =>
    list.length === 0 ? [] : [`**${title}**`, '', '| object | why |', '| --- | --- |', ...rows(list), ''];
  const lines = [
    `### What Flux would prune: ${headline(verdict)}`,
    '',
    `${change}.`,
    '',
    ...refusals.flatMap((refusal) => ['```', refusal, '```', '']),
    ...table('Deleted', losses),
    ...table('Possibly deleted', doubts),
    ...(unknowns.length === 0 ? [] : ['**Not known**', '', ...unknowns.map((unknown) => `- ${unknown}`), '']),
    ...(exitCodeOf(verdict) === exitCodes.nothing || refusals.length > 0
      ? []
      : [`To go on with exactly this list: \`${confirmation}=${codeOf(verdict)}\``]),
  ];
  return `${lines.join('\n').trim()}\n`;
}

/** A verdict as JSON, for programs. */
export function describeInJson(verdict: Verdict): string {
  const { losses, doubts, unknowns, refusals } = verdict;
  const names = (list: readonly Loss[]) => list.map(({ id }) => describeId(id));
  const content = { losses: names(losses), doubts: names(doubts), unknowns, refusals, code: codeOf(verdict) };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** What to do about a verdict that is no plain "nothing". */
export function remedy(verdict: Verdict): readonly string[] {
  if (verdict.refusals.length > 0) return [];
  return [
    'To keep objects, first stop Flux from pruning them, in Git, and let that reach the cluster: spec.prune: false in their',
    'Kustomization, or the annotation kustomize.toolkit.fluxcd.io/prune: disabled on what must stay.',
    `To go on with exactly this list: ${confirmation}=${codeOf(verdict)}`,
  ];
}

function headline(verdict: Verdict): string {
  const { losses, doubts, unknowns, refusals } = verdict;
  if (refusals.length > 0) return 'refused';
  if (losses.length > 0) return `${losses.length} ${losses.length === 1 ? 'object' : 'objects'}`;
  return doubts.length + unknowns.length > 0 ? 'not known' : 'nothing';
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((text) => `  ${text}`)];
}

function line({ id, because }: Loss): string {
  return `${describeId(id)}: ${because}`;
}
