import type { Forecast } from './guard';

/** What a mutation was expected to delete, and what it deleted. */
export interface Row {
  readonly name: string;
  readonly forecast: Forecast;
  readonly deleted: readonly string[];
}

/** Whether forecast and fact are equal, both ways. Where the forecast says that something is not known, only what it is sure of counts. */
export function isEqual({ forecast, deleted }: Row): boolean {
  const { losses, doubts, unknowns } = forecast;
  const happened = losses.every((name) => deleted.includes(name));
  const foretold = deleted.every(
    (name) => losses.includes(name) || doubts.includes(name) || unknowns.length > 0,
  );
  return happened && foretold;
}

/** The table of all mutations, in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  return [
    '| mutation | forecast | deleted |',
    '| --- | --- | --- |',
    ...rows.map(({ name, forecast, deleted }) => `| ${name} | ${told(forecast)} | ${listed(deleted)} |`),
    '',
  ].join('\n');
}

function told({ losses, doubts, unknowns }: Forecast): string {
  const parts = [
    ...(losses.length > 0 ? [listed(losses)] : []),
    ...(doubts.length > 0 ? [`perhaps ${listed(doubts)}`] : []),
    ...(unknowns.length > 0 ? ['not known'] : []),
  ];
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}

/** The short name of a mutation is of no interest to readers. */
function listed(names: readonly string[]): string {
  return names.length === 0
    ? 'nothing'
    : names.map((name) => `\`${name.replaceAll(/\bk?m\d\d\b/gi, 'x')}\``).join(', ');
}
