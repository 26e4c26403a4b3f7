import type { IncomingHttpHeaders } from 'node:http';

/** The environment of a CGI program for a request, after RFC 3875. */
export function cgiEnvironment(request: {
  readonly method: string;
  /** Path and query as in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}): Record<string, string> {
  const { pathname, search } = new URL(request.url, 'http://localhost');
  const environment: Record<string, string> = {
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    REQUEST_METHOD: request.method,
    PATH_INFO: decodeURIComponent(pathname),
    QUERY_STRING: search.slice(1),
    REMOTE_ADDR: request.remoteAddress,
  };
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue;
    const key = name.toUpperCase().replaceAll('-', '_');
    const text = Array.isArray(value) ? value.join(', ') : value;
    const isContentHeader = key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH';
    environment[isContentHeader ? key : `HTTP_${key}`] = text;
  }
  return environment;
}

/** The head of a CGI program's answer. */
export interface CgiHead {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** How many bytes of the answer the head takes; the body follows. */
  readonly length: number;
}

/** Reads the head of a CGI answer, or gives undefined while its end has not arrived yet. */
export function parseCgiHead(answer: Buffer): CgiHead | undefined {
  const text = answer.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return undefined;
  const fields = text
    .slice(0, end.index)
    .split(/\r?\n/)
    .map((line): readonly [string, string] => {
      const separator = line.indexOf(':');
      return [line.slice(0, separator).trim(), line.slice(separator + 1).trim()];
    });
  const status = fields.find(([name]) => name.toLowerCase() === 'status')?.[1];
  return {
    status: status === undefined ? 200 : Number.parseInt(status, 10),
    headers: fields.filter(([name]) => name.toLowerCase() !== 'status'),
    length: end.index + end[0].length,
  };
}
