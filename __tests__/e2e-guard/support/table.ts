import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../support/synth';
import type { Forecast } from './guard';

/** What a mutation was expected to delete, and what it deleted. */
export interface Row {
  readonly name: string;
  readonly forecast: Forecast;
  readonly deleted: readonly string[];
  /** Whether the forecast can only say what is not known. */
  readonly isNotKnown: boolean;
}

/** How forecast and fact differ, both ways, or how sure the forecast is. */
export function faultsOf({ forecast, deleted, isNotKnown }: Row): readonly string[] {
  const { losses, doubts, unknowns } = forecast;
  const isUncertain = doubts.length + unknowns.length > 0;
  return [
    ...losses.filter((name) => !deleted.includes(name)).map((name) => `foretold, but not deleted: ${name}`),
    ...deleted
      .filter((name) => unknowns.length === 0 && !losses.includes(name) && !doubts.includes(name))
      .map((name) => `deleted, but not foretold: ${name}`),
    ...(isUncertain && !isNotKnown ? ['the forecast should be certain'] : []),
    ...(!isUncertain && isNotKnown ? ['the forecast should say what is not known'] : []),
  ];
}

/** Forecast and fact of a row as text. The short name of a mutation is of no interest to readers. */
export function told({ forecast, deleted }: Row): { readonly forecast: string; readonly deleted: string } {
  const { losses, doubts, unknowns } = forecast;
  const parts = [
    ...(losses.length > 0 ? [listed(losses)] : []),
    ...(doubts.length > 0 ? [`perhaps ${listed(doubts)}`] : []),
    ...(unknowns.length > 0 ? ['not known'] : []),
  ];
  return { forecast: parts.length === 0 ? 'nothing' : parts.join('; '), deleted: listed(deleted) };
}

/** Writes the table of all mutations, in Markdown, and what the reporter tells beside their names. */
export function keepTable(rows: readonly Row[]): void {
  const texts = rows.map((row) => ({ name: row.name, ...told(row) }));
  const lines = texts.map(({ name, forecast, deleted }) => `| ${name} | ${forecast} | ${deleted} |`);
  const table = ['| mutation | forecast | deleted |', '| --- | --- | --- |', ...lines];
  writeFileSync(join(checkout, '.sandbox/guard-proof.md'), `${table.join('\n')}\n`);
  writeFileSync(join(checkout, '.sandbox/guard-proof.json'), JSON.stringify(texts));
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.map((name) => `\`${withoutId(name)}\``).join(', ');
}

function withoutId(text: string): string {
  return text.replaceAll(/(?<![a-z])k?m\d{3}(?!\d)/gi, 'x').replaceAll('|', '\\|');
}
