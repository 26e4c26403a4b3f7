import { pathAndQuery, type AwsRequest } from '../message.js';
import type { Call } from './call.js';
import { typedText } from './typed-text.js';
import { capitalized } from './first-letter.js';
import type { Member, ServiceModel, Shape } from './service-model.js';

/** Parameters of the protocol itself. */
const ofTheProtocol = ['Action', 'Version'];

/**
 * Reads a request of the query protocol or of EC2's (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html,
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).
 */
export function readForm(model: ServiceModel, request: AwsRequest): Call | undefined {
  const form = new URLSearchParams(
    request.method === 'GET' ? pathAndQuery(request.url)[1] : request.body.toString('utf8'),
  );
  const operation = model.operations[form.get('Action') ?? ''];
  if (operation === undefined) return undefined;
  const reader = new FormReader(model, form);
  const input =
    operation.input === undefined ? {} : reader.structure(model.shapes[operation.input.shape]!, '');
  const unknown = [...form.keys()].filter((name) => !reader.known.has(name) && !ofTheProtocol.includes(name));
  return { operation: operation.name, input, unknown };
}

class FormReader {
  /** The names that the model has a place for. */
  readonly known = new Set<string>();
  private readonly isEc2: boolean;

  constructor(
    private readonly model: ServiceModel,
    private readonly form: URLSearchParams,
  ) {
    this.isEc2 = model.metadata.protocol === 'ec2';
  }

  structure(shape: Shape, prefix: string): Record<string, unknown> {
    const members = Object.entries(shape.members ?? {}).map(([name, member]) => {
      const at = `${prefix}${this.nameOf(name, member)}`;
      return [name, this.has(at) ? this.value(member, at) : undefined] as const;
    });
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }

  private value(member: Member, at: string): unknown {
    const shape = this.model.shapes[member.shape]!;
    if (shape.type === 'structure') return this.structure(shape, `${at}.`);
    if (shape.type === 'list') return this.list(shape, member, at);
    if (shape.type === 'map') return this.map(shape, member, at);
    this.known.add(at);
    return typedText(shape, this.form.get(at) ?? '');
  }

  private list(shape: Shape, member: Member, at: string): unknown[] {
    // An empty list is written as the bare name.
    if (this.form.has(at)) this.known.add(at);
    return this.items(
      at,
      [member.flattened, shape.flattened, this.isEc2].includes(true) ? '' : this.itemName(shape),
    ).map((item) => this.value(shape.member!, item));
  }

  private map(shape: Shape, member: Member, at: string): Record<string, unknown> {
    const isFlat = member.flattened === true || shape.flattened === true;
    const [key, value] = [shape.key?.locationName ?? 'key', shape.value?.locationName ?? 'value'];
    const entries = this.items(at, isFlat ? '' : 'entry').map((item) => [
      this.value(shape.key!, `${item}.${key}`),
      this.value(shape.value!, `${item}.${value}`),
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  /** The names under which the items of a list stand, in their order. */
  private items(at: string, between: string): string[] {
    const prefix = between === '' ? `${at}.` : `${at}.${between}.`;
    const numbers = [...this.form.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => Number(/^\d+/.exec(name.slice(prefix.length))?.[0]))
      .filter((number) => !Number.isNaN(number));
    return [...new Set(numbers)].sort((one, other) => one - other).map((number) => `${prefix}${number}`);
  }

  private itemName(shape: Shape): string {
    return shape.member?.locationName ?? 'member';
  }

  private nameOf(name: string, { queryName, locationName }: Member): string {
    if (!this.isEc2) return locationName ?? name;
    return queryName ?? capitalized(locationName ?? name);
  }

  private has(at: string): boolean {
    return this.form.has(at) || [...this.form.keys()].some((name) => name.startsWith(`${at}.`));
  }
}
