import type { EmulatorClient } from './emulator-client.js';
import { onceAccepted, rewritten, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';
import { escapeXml, listParameter } from './xml.js';

/** Flow log fields that the emulator drops: parameter of CreateFlowLogs, element of DescribeFlowLogs, EC2's default. */
const gaps = [
  { parameter: 'DeliverLogsPermissionArn', element: 'deliverLogsPermissionArn' },
  { parameter: 'MaxAggregationInterval', element: 'maxAggregationInterval', fallback: '600' },
  {
    parameter: 'LogFormat',
    element: 'logFormat',
    fallback:
      '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ' +
      '${bytes} ${start} ${end} ${action} ${log-status}',
  },
  { parameter: 'LogGroupName', element: 'logGroupName' },
] as const;

/** EC2 flow logs with their role, aggregation interval, format, log group and tags. */
export class FlowLogs implements Interceptor {
  constructor(
    private readonly emulator: EmulatorClient,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action');
    if (action === 'DescribeFlowLogs') return this.fill(await this.emulator.send(request));
    if (action === 'DeleteFlowLogs')
      return onceAccepted(await this.emulator.send(request), () => this.forget(parameters));
    if (action !== 'CreateFlowLogs') return undefined;
    const body = Buffer.from(emulatorTagType(parameters).toString());
    return this.remember(await this.emulator.send({ ...request, body }), parameters);
  }

  private remember(reply: AwsReply, parameters: URLSearchParams): AwsReply {
    const fields = requestedFields(parameters);
    for (const [id] of reply.body.toString('utf8').matchAll(/fl-[0-9a-fA-F]+/g)) {
      this.remembered.set(`flow-log/${id}`, fields);
    }
    return reply;
  }

  private forget(parameters: URLSearchParams): void {
    for (const id of listParameter(parameters, 'FlowLogId')) this.remembered.forget(`flow-log/${id}`);
  }

  private fill(reply: AwsReply): AwsReply {
    return rewritten(reply, (xml) =>
      fillFlowLogs(xml, (id) => this.remembered.get(`flow-log/${id}`) as Readonly<Record<string, string>>),
    );
  }
}

/** The emulator accepts a flow log's tags only under a resource type other than EC2's `vpc-flow-log`. */
export function emulatorTagType(parameters: URLSearchParams): URLSearchParams {
  const sent = new URLSearchParams(parameters);
  for (const [name, value] of parameters) {
    if (name.endsWith('.ResourceType') && value === 'vpc-flow-log') sent.set(name, 'flow-log');
  }
  return sent;
}

/** What CreateFlowLogs requested, by element of DescribeFlowLogs, including EC2's defaults. */
export function requestedFields(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    gaps.flatMap((gap) => {
      const value = parameters.get(gap.parameter) ?? ('fallback' in gap ? gap.fallback : null);
      return value === null ? [] : [[gap.element, value]];
    }),
  );
}

/** The answer of DescribeFlowLogs with the missing elements after each flow log's id. */
export function fillFlowLogs(
  xml: string,
  fieldsOf: (flowLogId: string) => Readonly<Record<string, string>>,
): string {
  return xml.replaceAll(/<flowLogId>([^<]+)<\/flowLogId>/g, (element: string, id: string) => {
    const missing = Object.entries(fieldsOf(id)).filter(([name]) => !xml.includes(`<${name}>`));
    return element + missing.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  });
}
