import { pathAndQuery, requestJson, type AwsRequest } from '../message.js';
import type { Call } from './call.js';
import { JsonReader } from './json-body.js';
import type { Member, Operation, ServiceModel, Shape } from './service-model.js';
import { typedText } from './typed-text.js';

/** A request, as the parts of a REST protocol. */
interface Parts {
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: AwsRequest['headers'];
}

/**
 * Reads a request of a REST protocol (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html). A body that is not JSON but
 * XML or an object, as S3's are, is left alone.
 */
export function readRest(model: ServiceModel, request: AwsRequest): Call | undefined {
  const [path, search] = pathAndQuery(request.url);
  const parts: Parts = {
    segments: path
      .replace(/(.)\/$/, '$1')
      .split('/')
      .slice(1),
    query: new URLSearchParams(search),
    headers: request.headers,
  };
  const [found] = Object.values(model.operations)
    .filter(({ http }) => http.method === request.method && fits(http.requestUri, parts))
    .map((operation) => candidate(model, operation, parts))
    .sort((one, other) => compare(other.likeness, one.likeness));
  if (found === undefined) return undefined;
  const { operation, shape, outside } = found;
  const body =
    model.metadata.protocol === 'rest-json' ? jsonBody(model, shape, request) : { value: {}, unknown: [] };
  return {
    operation: operation.name,
    input: { ...outside, ...body.value },
    unknown: [...unknownQuery(operation, shape, parts.query), ...body.unknown],
  };
}

function jsonBody(
  model: ServiceModel,
  shape: Shape | undefined,
  request: AwsRequest,
): { readonly value: Record<string, unknown>; readonly unknown: readonly string[] } {
  const members = Object.entries(shape?.members ?? {}).filter(([, { location }]) => location === undefined);
  if (request.body.length === 0 && members.length === 0) return { value: {}, unknown: [] };
  const inBody: Shape = { type: 'structure', members: Object.fromEntries(members) };
  const reader = new JsonReader({ ...model, shapes: { ...model.shapes, '': inBody } });
  const { value, unknown } = reader.read({ shape: '' }, requestJson(request));
  return { value: value as Record<string, unknown>, unknown };
}

/** What a request says in its path, its query and its headers. */
function outsideOfBody(
  model: ServiceModel,
  { http }: Operation,
  members: NonNullable<Shape['members']>,
  parts: Parts,
): Record<string, unknown> {
  const labels = labelsOf(http.requestUri, parts);
  const found = Object.entries(members).flatMap(([name, member]) => {
    const texts = textsOf(member, name, { labels, parts });
    if (texts.length === 0) return [];
    const type = model.shapes[member.shape]!;
    if (type.type !== 'list') return [[name, typedText(type, texts[0]!)] as const];
    const item = model.shapes[type.member!.shape]!;
    return [[name, texts.map((text) => typedText(item, text))] as const];
  });
  return Object.fromEntries(found);
}

function textsOf(
  { location, locationName }: Member,
  name: string,
  { labels, parts }: { readonly labels: ReadonlyMap<string, string>; readonly parts: Parts },
): readonly string[] {
  const at = locationName ?? name;
  if (location === 'uri') return labels.has(at) ? [labels.get(at)!] : [];
  if (location === 'querystring') return parts.query.getAll(at);
  return location === 'header' ? [parts.headers[at.toLowerCase()] ?? []].flat() : [];
}

function unknownQuery(
  { http }: Operation,
  shape: Shape | undefined,
  query: URLSearchParams,
): readonly string[] {
  const fixed = new URLSearchParams(pathAndQuery(http.requestUri)[1]);
  const known = Object.entries(shape?.members ?? {})
    .filter(([, { location }]) => location === 'querystring')
    .map(([name, { locationName }]) => locationName ?? name);
  // The SDKs of AWS tell by `x-id` which operation they mean.
  return [...query.keys()].filter((name) => name !== 'x-id' && !fixed.has(name) && !known.includes(name));
}

function fits(uri: string, { segments, query }: Parts): boolean {
  const [path, search] = pathAndQuery(uri);
  const wanted = path.split('/').slice(1);
  const isOpen = wanted.at(-1)?.endsWith('+}') === true;
  const sameLength = isOpen ? segments.length >= wanted.length : segments.length === wanted.length;
  return (
    sameLength &&
    wanted.every((part, index) => (isLabel(part) ? segments[index] !== '' : segments[index] === part)) &&
    [...new URLSearchParams(search)].every(([name, value]) => query.get(name) === value)
  );
}

function labelsOf(uri: string, { segments }: Parts): ReadonlyMap<string, string> {
  const wanted = pathAndQuery(uri)[0].split('/').slice(1);
  const labels = wanted.flatMap((part, index) => {
    if (!isLabel(part)) return [];
    const text = part.endsWith('+}') ? segments.slice(index).join('/') : segments[index]!;
    return [[part.replace(/^\{|\+?\}$/g, ''), decodeURIComponent(text)] as const];
  });
  return new Map(labels);
}

function isLabel(part: string): boolean {
  return part.startsWith('{');
}

/** An operation that a request's method and path fit. */
interface Candidate {
  readonly operation: Operation;
  /** @default - it takes nothing */
  readonly shape?: Shape | undefined;
  /** What the request says outside of its body. */
  readonly outside: Readonly<Record<string, unknown>>;
  /**
   * How well it fits: how much of the request it fixes, how few of its parameters are missing, and how many are there. S3 copies an
   * object and puts a part by the path that puts an object.
   */
  readonly likeness: readonly number[];
}

function candidate(model: ServiceModel, operation: Operation, parts: Parts): Candidate {
  const shape = operation.input === undefined ? undefined : model.shapes[operation.input.shape];
  const { members = {}, required = [] } = shape ?? {};
  const outside = outsideOfBody(model, operation, members, parts);
  const missing = required.filter((name) => members[name]?.location !== undefined && !(name in outside));
  const likeness = [fixedParts(operation), -missing.length, Object.keys(outside).length];
  return { operation, shape, outside, likeness };
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((number, at) => number !== other[at]);
  return index === -1 ? 0 : one[index]! - other[index]!;
}

/** How much of a request an operation fixes: `/tags/{arn}?a` is more than `/{Bucket}/{Key+}`. */
function fixedParts({ http }: Operation): number {
  const [path, search] = pathAndQuery(http.requestUri);
  const fixed = path.split('/').filter((part) => part !== '' && !isLabel(part)).length;
  return fixed + [...new URLSearchParams(search)].length;
}
