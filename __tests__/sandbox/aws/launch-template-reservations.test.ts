import { withReservations } from '../../../sandbox/src/aws/launch-template-reservations';

const item = (version: number) =>
  `<item><launchTemplateId>lt-1</launchTemplateId><versionNumber>${version}</versionNumber><launchTemplateData><imageId>ami-1</imageId></launchTemplateData></item>`;

const reservations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2': { 'CapacityReservationTarget.CapacityReservationId': 'cr-1' },
};

const described = withReservations(item(1) + item(2), (_, version) => reservations[version] ?? {});

test('a version of a launch template has its reservation', () => {
  expect(described).toContain(
    '<imageId>ami-1</imageId><capacityReservationSpecification><capacityReservationTarget>' +
      '<capacityReservationId>cr-1</capacityReservationId></capacityReservationTarget></capacityReservationSpecification></launchTemplateData>',
  );
});

test('a version without one is left alone', () => {
  expect(described).toContain(item(1));
});
