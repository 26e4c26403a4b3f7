import { AwsError, type AwsReply, type AwsRequest } from '../message.js';

/** A request to one resource of the EKS API. */
export interface EksRequest {
  readonly aws: AwsRequest;
  /** What the route's placeholders stand for, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** An operation of the EKS API that the sandbox answers itself. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/clusters/{name}`; a placeholder stands for one segment. */
  readonly path: string;
  /** Gives undefined to leave the request to the emulator. */
  readonly handle: (request: EksRequest) => Promise<AwsReply | undefined>;
}

/** The JSON of a request; AWS's own error for anything else. */
export function requestBody<T>(request: EksRequest): T {
  const text = request.aws.body.toString('utf8');
  try {
    return (text === '' ? {} : JSON.parse(text)) as T;
  } catch {
    throw new AwsError(400, 'SerializationException', 'The request body is not JSON.');
  }
}

/** The first route that a request fits, with its placeholders filled in. */
export function findRoute(
  routes: readonly Route[],
  aws: AwsRequest,
): { readonly route: Route; readonly request: EksRequest } | undefined {
  const [pathname = '', search = ''] = splitOnce(aws.url, '?');
  for (const route of routes) {
    if (route.method !== aws.method) continue;
    const groups = pattern(route.path).exec(pathname)?.groups;
    if (groups === undefined) continue;
    const path = Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { route, request: { aws, path, query: new URLSearchParams(search) } };
  }
  return undefined;
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?(?<rest>)$`);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
