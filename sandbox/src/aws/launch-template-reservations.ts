import type { EmulatorClient } from './emulator-client.js';
import { rewritten, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { escapeXml, xmlValue } from './xml.js';

/** What a version of a launch template says about capacity reservations, by the parameter below `LaunchTemplateData`. */
type Reservation = Readonly<Record<string, string>>;

const parameter = 'LaunchTemplateData.CapacityReservationSpecification.';
const target = 'CapacityReservationTarget.';

/** The capacity reservations of launch templates, which the emulator drops. */
export class LaunchTemplateReservations implements Interceptor {
  constructor(
    private readonly emulator: Pick<EmulatorClient, 'send'>,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    switch (parameters.get('Action') ?? '') {
      case 'CreateLaunchTemplate':
      case 'CreateLaunchTemplateVersion':
        return this.remember(await this.emulator.send(request), parameters);
      case 'DescribeLaunchTemplateVersions':
        return rewritten(await this.emulator.send(request), (xml) =>
          withReservations(
            xml,
            (id, version) => this.remembered.get(keyOf(id, version)) as Readonly<Record<string, string>>,
          ),
        );
      default:
        return undefined;
    }
  }

  private remember(reply: AwsReply, parameters: URLSearchParams): AwsReply {
    const asked = [...parameters].filter(([name]) => name.startsWith(parameter));
    if (reply.status >= 300 || asked.length === 0) return reply;
    const xml = reply.body.toString('utf8');
    const version = xmlValue(xml, 'versionNumber') ?? xmlValue(xml, 'latestVersionNumber') ?? '';
    const fields = asked.map(([name, value]) => [name.slice(parameter.length), value] as const);
    this.remembered.set(keyOf(xmlValue(xml, 'launchTemplateId') ?? '', version), Object.fromEntries(fields));
    return reply;
  }
}

function keyOf(id: string, version: string): string {
  return `launch-template-reservation/${id}/${version}`;
}

/** The answer of DescribeLaunchTemplateVersions with what each version says about reservations. */
export function withReservations(
  xml: string,
  reservationOf: (id: string, version: string) => Reservation,
): string {
  return xml
    .split(/(?=<item>\s*<launchTemplateId>)/)
    .map((item) => {
      const reservation = reservationOf(
        xmlValue(item, 'launchTemplateId') ?? '',
        xmlValue(item, 'versionNumber') ?? '',
      );
      const elements = (names: readonly string[], prefix = ''): string =>
        names
          .map((name) => [name, reservation[`${prefix}${name}`]] as const)
          .map(([name, value]) => (value === undefined ? '' : element(name, escapeXml(value))))
          .join('');
      const inTarget = elements(['CapacityReservationId', 'CapacityReservationResourceGroupArn'], target);
      const specification =
        elements(['CapacityReservationPreference']) +
        (inTarget === '' ? '' : element('CapacityReservationTarget', inTarget));
      if (specification === '') return item;
      return item.replace(
        '</launchTemplateData>',
        () => `${element('CapacityReservationSpecification', specification)}</launchTemplateData>`,
      );
    })
    .join('');
}

/** EC2 writes an element as its parameter, with a small first letter. */
function element(name: string, content: string): string {
  const tag = name.charAt(0).toLowerCase() + name.slice(1);
  return `<${tag}>${content}</${tag}>`;
}
