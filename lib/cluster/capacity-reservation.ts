import { pattern, type Faults } from '../validation/field';

/** A capacity reservation of EC2, or a resource group of some. */
export const capacityReservation = pattern(
  'the id of a capacity reservation, for example cr-0123456789abcdef0, or the ARN of a resource group of some',
  /^(cr-[0-9a-f]{8,17}|arn:aws[a-z-]*:resource-groups:[a-z0-9-]+:\d{12}:group\/[\w.-]+)$/,
  'is not a capacity reservation',
);

interface Group {
  readonly capacityType: string;
  readonly instanceTypes: readonly string[];
  readonly zones?: readonly string[] | undefined;
  readonly capacityReservation?: string | undefined;
}

/**
 * What can't use a reservation: it is for instances on demand, and a single one is for one type in one zone
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html).
 */
export function reservationFaults(group: Group): Faults<Group> {
  const { capacityType, instanceTypes, zones = [], capacityReservation: reservation } = group;
  const at = ['capacityReservation'] as const;
  if (reservation === undefined) return [];
  if (capacityType === 'SPOT')
    return [
      {
        at,
        problem: 'is for instances on demand, but capacityType is SPOT',
        allowed: 'a reservation with capacityType ON_DEMAND',
        remedy: 'Remove it, or change capacityType.',
      },
    ];
  if (reservation.startsWith('arn:') || (instanceTypes.length === 1 && zones.length === 1)) return [];
  return [
    {
      at,
      problem: `is for one instance type in one zone, but the group has ${instanceTypes.length} types and ${zones.length === 0 ? 'all zones' : `${zones.length} zones`}`,
      allowed: 'one instance type and one item in zones; or the ARN of a resource group of reservations',
      remedy: 'Name the zone and the type of the reservation.',
    },
  ];
}

/** How a launch template names a reservation. */
export function reservationTarget(reservation: string) {
  return {
    capacityReservationTarget: reservation.startsWith('arn:')
      ? { capacityReservationResourceGroupArn: reservation }
      : { capacityReservationId: reservation },
  };
}
