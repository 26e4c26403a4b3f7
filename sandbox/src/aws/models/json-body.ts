import { isMapping } from '../../../../lib/validation/mapping.js';
import { requestJson, type AwsRequest } from '../message.js';
import type { Call } from './call.js';
import type { Member, ServiceModel } from './service-model.js';

/** Reads a request of the JSON protocol (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). */
export function readJson(model: ServiceModel, request: AwsRequest): Call | undefined {
  const operation = model.operations[String(request.headers['x-amz-target']).split('.').at(-1)!];
  if (operation === undefined) return undefined;
  const { value, unknown } = new JsonReader(model).read(operation.input, requestJson(request));
  return { operation: operation.name, input: value as Call['input'], unknown };
}

/** Renames what JSON names as requests do to the names of the model, and sorts out what the model does not know. */
export class JsonReader {
  private readonly unknown: string[] = [];

  constructor(private readonly model: ServiceModel) {}

  /** @param input undefined for an operation that takes nothing */
  read(input: Member | undefined, json: unknown): { value: unknown; unknown: readonly string[] } {
    const value = this.value(input ?? { shape: '' }, json, '');
    return { value, unknown: this.unknown };
  }

  private value({ shape: name }: Member, json: unknown, at: string): unknown {
    const shape = this.model.shapes[name] ?? { type: 'structure' };
    if (shape.type === 'list' && Array.isArray(json))
      return json.map((item, index) => this.value(shape.member!, item, `${at}[${index}]`));
    if (!isMapping(json) || shape.document === true) return json;
    if (shape.type === 'map')
      return mapped(json, (key, item) => [key, this.value(shape.value!, item, joined(at, key))]);
    if (shape.type !== 'structure') return json;
    const byWireName = new Map(
      Object.entries(shape.members ?? {}).map(([member, ref]) => [
        ref.locationName ?? member,
        { member, ref },
      ]),
    );
    return mapped(json, (key, item) => {
      const known = byWireName.get(key);
      if (known !== undefined) return [known.member, this.value(known.ref, item, joined(at, key))];
      this.unknown.push(joined(at, key));
      return undefined;
    });
  }
}

function joined(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}

/** The entries that a function keeps, without those that are null: null stands for a parameter that is not given. */
function mapped(
  json: Readonly<Record<string, unknown>>,
  change: (key: string, item: unknown) => [string, unknown] | undefined,
): Record<string, unknown> {
  const entries = Object.entries(json).flatMap(([key, item]) => {
    const entry = change(key, item);
    return entry === undefined || item === null ? [] : [entry];
  });
  return Object.fromEntries(entries);
}
