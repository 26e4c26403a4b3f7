import { fixture, parseDev } from '../fleet/fixtures';

const minimal = fixture('valid', 'minimal.yaml');

function zonesOf(region: string, zones: string): readonly string[] {
  const text = minimal
    .replace('region: eu-west-2', `region: ${region}`)
    .replace(/zones: .*/, `zones: ${zones}`);
  return parseDev(text).network.zones;
}

test('a number stands for the first zones of the region', () => {
  expect(zonesOf('eu-west-2', '3')).toEqual(['eu-west-2a', 'eu-west-2b', 'eu-west-2c']);
});

test('a number and the names that it stands for are the same network', () => {
  expect(zonesOf('eu-west-2', '2')).toEqual(zonesOf('eu-west-2', '[eu-west-2a, eu-west-2b]'));
});

test('a higher number keeps the zones of a lower one in their places', () => {
  expect(zonesOf('us-west-2', '4').slice(0, 2)).toEqual(zonesOf('us-west-2', '2'));
});

test('a zone that is closed to new accounts is left out', () => {
  expect(zonesOf('ca-central-1', '3')).toEqual(['ca-central-1a', 'ca-central-1b', 'ca-central-1d']);
});
