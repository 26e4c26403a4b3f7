import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { escapeXml } from './xml.js';

/** A complete request to AWS. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer of AWS. */
export interface AwsReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An error in AWS's form. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  /** @param code the exception's name, `ResourceInUseException` */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Answers some requests instead of the emulator. */
export interface Interceptor {
  /** Returns undefined for a request that goes to the emulator unchanged. */
  handle(request: AwsRequest): Promise<AwsReply | undefined>;
}

/** The service in the credential scope of a SigV4 signature (`eks`, `ec2`); undefined for an unsigned request. */
export function signedService(headers: IncomingHttpHeaders): string | undefined {
  return /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
}

export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

/** The JSON of a request. @throws AwsError for anything else */
export function requestJson({ body }: AwsRequest): unknown {
  const text = body.toString('utf8');
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError(400, 'SerializationException', 'The request body is not JSON.');
  }
}

/** The path of a request, and what follows the question mark. */
export function pathAndQuery(url: string): readonly [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

export function jsonReply(status: number, body: object): AwsReply {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

/** An answer in the form of services with a query protocol. */
export function xmlReply(xml: string): AwsReply {
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}

/** An answer with another text in its body. */
export function rewritten(reply: AwsReply, rewrite: (body: string) => string): AwsReply {
  return { ...reply, body: Buffer.from(rewrite(reply.body.toString('utf8'))) };
}

/** Takes note of a change once it has been made: what is refused changes nothing. Gives the answer back. */
export function onceAccepted(reply: AwsReply, note: () => void): AwsReply {
  if (reply.status < 300) note();
  return reply;
}

/** How requests to a service, and its answers, are written. */
export type Protocol = 'ec2' | 'query' | 'json' | 'rest-json' | 'rest-xml';

/** An error in the form of a service's protocol. */
export function errorReply({ status, code, message }: AwsError, protocol: Protocol): AwsReply {
  if (protocol === 'json' || protocol === 'rest-json') {
    const reply = jsonReply(status, { __type: code, message });
    return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': code } };
  }
  const error = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  return { ...xmlReply(xmlError(error, protocol)), status };
}

/** The wrapping of an error: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#operation-error-serialization */
function xmlError(error: string, protocol: Protocol): string {
  if (protocol === 'ec2')
    return `<Response><Errors><Error>${error}</Error></Errors><RequestID>sandbox</RequestID></Response>`;
  if (protocol === 'rest-xml') return `<Error>${error}<RequestId>sandbox</RequestId></Error>`;
  return `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>sandbox</RequestId></ErrorResponse>`;
}
