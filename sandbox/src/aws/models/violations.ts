import type { Member, ServiceModel, Shape } from './service-model.js';
import { lowered } from './first-letter.js';
import { matches } from './pattern.js';

/** Something in a request that the service's model does not allow. */
export interface Violation {
  readonly kind: 'missing' | 'type' | 'constraint';
  /** Where: `tags.1.member.key`, `nodegroupName`. */
  readonly at: string;
  /** What was given; undefined for what is missing. */
  readonly value: unknown;
  /** What AWS says of it after "Member must". */
  readonly constraint: string;
}

/** Everything in a request's parameters that the model does not allow. */
export function violationsOf(
  model: ServiceModel,
  input: Member | undefined,
  value: unknown,
): readonly Violation[] {
  if (input === undefined) return [];
  const faults = [...inShape(model, input, value, '')];
  return model.metadata.protocol === 'rest-xml' ? faults.filter(isOutsideOfBody(model, input)) : faults;
}

/** The body of S3's protocol is not read, so that what would be in it can't be missed. */
function isOutsideOfBody(model: ServiceModel, input: Member): (violation: Violation) => boolean {
  const members = Object.entries(model.shapes[input.shape]!.members ?? {});
  const inBody = members.flatMap(([name, { location }]) => (location === undefined ? [lowered(name)] : []));
  return ({ at }) => !inBody.includes(at);
}

function* inShape(
  model: ServiceModel,
  { shape: name }: Member,
  value: unknown,
  at: string,
): Generator<Violation> {
  const shape = model.shapes[name]!;
  if (shape.document === true) return;
  const wrongType = typeFault(shape, value);
  if (wrongType !== undefined) {
    yield { kind: 'type', at, value, constraint: wrongType };
    return;
  }
  yield* constraintFaults(shape, value, at);
  const inside = (member: Member, item: unknown, key: string) =>
    inShape(model, member, item, at === '' ? key : `${at}.${key}`);
  if (shape.type === 'structure') {
    const given = value as Readonly<Record<string, unknown>>;
    for (const required of shape.required ?? [])
      if (given[required] === undefined)
        yield {
          kind: 'missing',
          at: at === '' ? lowered(required) : `${at}.${lowered(required)}`,
          value: undefined,
          constraint: 'not be null',
        };
    for (const [key, member] of Object.entries(shape.members ?? {}))
      if (given[key] !== undefined) yield* inside(member, given[key], lowered(key));
  } else if (shape.type === 'list') {
    for (const [index, item] of (value as unknown[]).entries())
      yield* inside(shape.member!, item, `${index + 1}.member`);
  } else if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value as object)) {
      yield* inside(shape.key!, key, `${key}.key`);
      yield* inside(shape.value!, item, `${key}.member`);
    }
  }
}

const javascriptTypes: Readonly<Record<Shape['type'], readonly string[]>> = {
  structure: ['object'],
  map: ['object'],
  list: ['array'],
  string: ['string'],
  character: ['string'],
  blob: ['string'],
  integer: ['number'],
  long: ['number'],
  float: ['number'],
  double: ['number'],
  boolean: ['boolean'],
  timestamp: ['string', 'number'],
};

/** What a value must be and is not. */
function typeFault({ type }: Shape, value: unknown): string | undefined {
  const given = Array.isArray(value) ? 'array' : typeof value;
  if (!javascriptTypes[type].includes(given)) return `be of type ${type}, and is of type ${given}`;
  if ((type === 'integer' || type === 'long') && !Number.isInteger(value)) return `be of type ${type}`;
  return undefined;
}

function* constraintFaults(shape: Shape, value: unknown, at: string): Generator<Violation> {
  const fault = (constraint: string): Violation => ({ kind: 'constraint', at, value, constraint });
  if (typeof value === 'number') {
    if (shape.min !== undefined && value < shape.min)
      yield fault(`have value greater than or equal to ${shape.min}`);
    if (shape.max !== undefined && value > shape.max)
      yield fault(`have value less than or equal to ${shape.max}`);
    return;
  }
  const length = lengthOf(shape, value);
  if (length !== undefined) {
    if (shape.min !== undefined && length < shape.min)
      yield fault(`have length greater than or equal to ${shape.min}`);
    if (shape.max !== undefined && length > shape.max)
      yield fault(`have length less than or equal to ${shape.max}`);
  }
  if (typeof value !== 'string') return;
  if (shape.enum !== undefined && !shape.enum.includes(value))
    yield fault(`satisfy enum value set: [${shape.enum.join(', ')}]`);
  if (shape.pattern !== undefined && matches(shape.pattern, value) === false)
    yield fault(`satisfy regular expression pattern: ${shape.pattern}`);
}

/** The length that a shape's limits mean: code points, bytes, items or entries. */
function lengthOf({ type }: Shape, value: unknown): number | undefined {
  if (typeof value === 'string')
    return type === 'blob' ? Buffer.from(value, 'base64').length : [...value].length;
  if (Array.isArray(value)) return value.length;
  return type === 'map' ? Object.keys(value as object).length : undefined;
}
