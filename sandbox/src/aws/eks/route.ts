import { pathAndQuery, requestJson, type AwsReply, type AwsRequest } from '../message.js';

/** A request to one resource of the EKS API. */
export interface EksRequest {
  readonly aws: AwsRequest;
  /** The values of the route's placeholders, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** An operation of the EKS API that the sandbox answers itself. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/clusters/{name}`; a placeholder stands for one segment. */
  readonly path: string;
  /** Returns undefined to leave the request to the next matching route, and finally to the emulator. */
  readonly handle: (request: EksRequest) => Promise<AwsReply | undefined>;
}

/** The JSON of a request; AWS's own error for anything else. */
export function requestBody<T>(request: EksRequest): T {
  return requestJson(request.aws) as T;
}

/** The routes that match a request, with their placeholders filled in. */
export function fittingRoutes(
  routes: readonly Route[],
  aws: AwsRequest,
): readonly { readonly route: Route; readonly request: EksRequest }[] {
  const [pathname, search] = pathAndQuery(aws.url);
  const query = new URLSearchParams(search);
  return routes
    .filter((route) => route.method === aws.method)
    .flatMap((route) => {
      const match = pattern(route.path).exec(pathname);
      return match === null ? [] : [{ route, request: { aws, path: decoded(match.groups ?? {}), query } }];
    });
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}
