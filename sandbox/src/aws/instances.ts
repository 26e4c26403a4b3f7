import type { EmulatorClient } from './emulator-client.js';
import {
  onceAccepted,
  rewritten,
  xmlReply,
  type AwsReply,
  type AwsRequest,
  type Interceptor,
} from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { escapeXml, listParameter } from './xml.js';

/** What RunInstances requested and the emulator drops, or the default if nothing was requested. */
export interface InstanceFields {
  readonly monitoring: boolean;
  readonly ebsOptimized: boolean;
  readonly publicAddress: boolean;
  /** Elements of `metadataOptions`. */
  readonly metadataOptions: Readonly<Record<string, string>>;
  /** Elements of the root volume. */
  readonly rootVolume: Readonly<Record<string, string>>;
}

/** EC2's own names for the parameters of RunInstances: element of an answer, parameter, default. */
const metadataElements = [
  ['httpTokens', 'HttpTokens', 'optional'],
  ['httpPutResponseHopLimit', 'HttpPutResponseHopLimit', '1'],
  ['httpEndpoint', 'HttpEndpoint', 'enabled'],
  ['httpProtocolIpv6', 'HttpProtocolIpv6', 'disabled'],
  ['instanceMetadataTags', 'InstanceMetadataTags', 'disabled'],
] as const;

const volumeElements = [
  ['size', 'VolumeSize'],
  ['volumeType', 'VolumeType'],
  ['encrypted', 'Encrypted'],
] as const;

/** Single instances, with what their launch requested. They are only records: nothing is started. */
export class Instances implements Interceptor {
  constructor(
    private readonly emulator: Pick<EmulatorClient, 'send'>,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action') ?? '';
    switch (action) {
      case 'RunInstances':
        return await this.run(request, parameters);
      case 'DescribeInstances':
        return rewritten(await this.emulator.send(request), (xml) =>
          fillInstances(xml, (id) => this.fieldsOf(id)),
        );
      case 'DescribeVolumes':
        return rewritten(await this.emulator.send(request), (xml) =>
          fillVolumes(xml, (id) => this.fieldsOf(id)?.rootVolume),
        );
      case 'MonitorInstances':
      case 'UnmonitorInstances':
        return this.monitor(parameters, action);
      case 'TerminateInstances':
        return onceAccepted(await this.emulator.send(request), () => {
          for (const id of listParameter(parameters, 'InstanceId')) this.remembered.forget(keyOf(id));
        });
      default:
        return undefined;
    }
  }

  private async run(request: AwsRequest, parameters: URLSearchParams): Promise<AwsReply> {
    const body = Buffer.from(withPlace(parameters).toString());
    const reply = await this.emulator.send({ ...request, body });
    const fields = launchedFields(parameters);
    for (const [, id = ''] of reply.body.toString('utf8').matchAll(/<instanceId>([^<]+)<\/instanceId>/g)) {
      this.remembered.set(keyOf(id), { ...fields });
    }
    return rewritten(reply, (xml) => fillInstances(xml, (id) => this.fieldsOf(id)));
  }

  /** The emulator has no such actions. */
  private monitor(parameters: URLSearchParams, action: string): AwsReply {
    const monitoring = action === 'MonitorInstances';
    const items = listParameter(parameters, 'InstanceId').map((id) => {
      this.remembered.merge(keyOf(id), { monitoring });
      return `<item><instanceId>${escapeXml(id)}</instanceId>${monitoringElement(monitoring)}</item>`;
    });
    const xml =
      `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>sandbox</requestId>` +
      `<instancesSet>${items.join('')}</instancesSet></${action}Response>`;
    return xmlReply(xml);
  }

  private fieldsOf(id: string): InstanceFields | undefined {
    const fields = this.remembered.get(keyOf(id));
    return 'metadataOptions' in fields ? (fields as unknown as InstanceFields) : undefined;
  }
}

function keyOf(id: string): string {
  return `instance/${id}`;
}

/** A launch whose subnet and security groups are where the emulator looks for them, not in a network interface. */
export function withPlace(parameters: URLSearchParams): URLSearchParams {
  const placed = new URLSearchParams(parameters);
  const subnet = parameters.get('NetworkInterface.1.SubnetId');
  if (subnet !== null) placed.set('SubnetId', subnet);
  listParameter(parameters, 'NetworkInterface.1.SecurityGroupId').forEach((group, index) =>
    placed.set(`SecurityGroupId.${index + 1}`, group),
  );
  return placed;
}

export function launchedFields(parameters: URLSearchParams): InstanceFields {
  const isTrue = (name: string): boolean => parameters.get(name) === 'true';
  return {
    monitoring: isTrue('Monitoring.Enabled'),
    ebsOptimized: isTrue('EbsOptimized'),
    publicAddress: isTrue('NetworkInterface.1.AssociatePublicIpAddress'),
    metadataOptions: Object.fromEntries(
      metadataElements.map(([element, name, fallback]) => [
        element,
        parameters.get(`MetadataOptions.${name}`) ?? fallback,
      ]),
    ),
    rootVolume: Object.fromEntries(
      volumeElements.flatMap(([element, name]) => {
        const value = parameters.get(`BlockDeviceMapping.1.Ebs.${name}`);
        return value === null ? [] : [[element, value]];
      }),
    ),
  };
}

/** An answer of DescribeInstances or RunInstances with what each instance was launched with. */
export function fillInstances(xml: string, fieldsOf: (id: string) => InstanceFields | undefined): string {
  const beforeEach = /(?=<item>\s*<instanceId>)/;
  return xml
    .split(beforeEach)
    .map((part) => {
      const fields = fieldsOf(/<instanceId>([^<]+)<\/instanceId>/.exec(part)?.[1] ?? '');
      return fields === undefined ? part : fillInstance(part, fields);
    })
    .join('');
}

function fillInstance(xml: string, fields: InstanceFields): string {
  const metadata = elements({ state: 'applied', ...fields.metadataOptions });
  const addressed = fields.publicAddress ? xml : xml.replace(/<(dnsName|ipAddress)>[^<]*<\/\1>/g, '');
  return addressed
    .replace(/<monitoring>.*?<\/monitoring>/s, monitoringElement(fields.monitoring))
    .replace(
      /<\/instanceId>/,
      `</instanceId><ebsOptimized>${fields.ebsOptimized}</ebsOptimized><metadataOptions>${metadata}</metadataOptions>`,
    );
}

function monitoringElement(enabled: boolean): string {
  return `<monitoring><state>${enabled ? 'enabled' : 'disabled'}</state></monitoring>`;
}

/** An answer of DescribeVolumes with what was requested for the volume of each instance. */
export function fillVolumes(
  xml: string,
  fieldsOf: (instanceId: string) => Readonly<Record<string, string>> | undefined,
): string {
  return xml
    .split(/(?=<item>\s*<volumeId>[^<]*<\/volumeId>\s*<size>)/)
    .map((part) => {
      const fields = fieldsOf(/<instanceId>([^<]+)<\/instanceId>/.exec(part)?.[1] ?? '') ?? {};
      return Object.entries(fields).reduce(
        (filled, [name, value]) =>
          filled.replace(new RegExp(`<${name}>[^<]*</${name}>`), `<${name}>${escapeXml(value)}</${name}>`),
        part,
      );
    })
    .join('');
}

function elements(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
}
