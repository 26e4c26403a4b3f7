import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { forecastOf, mentions, partOf, type Forecast } from './support/guard';
import { Lab, named } from './support/lab';
import { moves } from './support/moves';
import { releases } from './support/releases';
import { removals } from './support/removals';
import { settings } from './support/settings';
import { deletedBetween, type Snapshot } from './support/snapshot';
import { isEqual, tableOf, type Row } from './support/table';

const mutations = named([...removals, ...releases, ...moves, ...settings]);

let lab: Lab;
let forecast: Forecast;
let deleted: readonly string[];

beforeAll(async () => {
  lab = await Lab.create(mutations);
  await lab.commit('base');
  await lab.push();
  const from = await lab.commit('prepared');
  await lab.push();
  await lab.byHand();
  const before: Snapshot = await lab.push();
  const to = await lab.commit('change');
  forecast = await forecastOf(lab.clone.folder, from, to);
  deleted = deletedBetween(before, await lab.push());
});

afterAll(async () => {
  await lab.remove();
  const table = tableOf(mutations.map(rowOf));
  console.log(table);
  writeFileSync(join(checkout, '.sandbox/guard-table.md'), table);
});

function rowOf({ id, name }: { id: string; name: string }): Row {
  return { name, forecast: partOf(forecast, id), deleted: deleted.filter(mentions(id)) };
}

test.each(mutations)('$name: the forecast is what Flux deletes', (mutation) => {
  const row = rowOf(mutation);
  expect({ ...row, isEqual: isEqual(row) }).toMatchObject({ isEqual: true });
});

test.each(mutations)('$name: the forecast is as certain as it can be', (mutation) => {
  const { doubts, unknowns } = partOf(forecast, mutation.id);
  expect(doubts.length + unknowns.length > 0).toBe(mutation.isNotKnown ?? false);
});

test('nothing else is foretold or deleted', () => {
  const isOfAny = (text: string) => mutations.some(({ id }) => mentions(id)(text));
  const all = [...forecast.losses, ...forecast.doubts, ...forecast.unknowns, ...deleted];
  expect(all.filter((text) => !isOfAny(text))).toEqual([]);
});
