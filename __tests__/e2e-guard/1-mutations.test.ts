import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import { forecastOf, mentions, partOf, type Forecast } from './support/guard';
import { Lab } from './support/lab';
import { isSelection, mutations } from './support/mutations';
import { deletedBetween, type Snapshot } from './support/snapshot';
import { faultsOf, keepTable, told, type Row } from './support/table';

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
  keepTable(mutations.map(rowOf));
});

afterAll(async () => {
  await lab.remove();
});

function rowOf({ id, name, isNotKnown = false }: (typeof mutations)[number]): Row {
  return { name, isNotKnown, forecast: partOf(forecast, id), deleted: deleted.filter(mentions(id)) };
}

test.each(mutations)('$name', (mutation) => {
  const row = rowOf(mutation);
  const shown = { ...told(row), unknowns: row.forecast.unknowns };
  expect({ faults: faultsOf(row), ...shown }).toEqual({ faults: [], ...shown });
});

test('nothing else is foretold or deleted', () => {
  const isOfAny = (text: string) => mutations.some(({ id }) => mentions(id)(text));
  const all = [...forecast.losses, ...forecast.doubts, ...forecast.unknowns, ...deleted];
  expect(all.filter((text) => !isOfAny(text))).toEqual([]);
});

const whenAllRun = isSelection ? test.skip : test;

whenAllRun('the table in the docs has these forecasts', () => {
  const read = (path: string) =>
    readFileSync(join(checkout, path), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| -'))
      .map((line) => line.split(' | ').slice(0, 2).join(' | ').replace(/\s+/g, ' ').trim());
  expect(read('docs/guard-proof.md')).toEqual(read('.sandbox/guard-proof.md'));
});
