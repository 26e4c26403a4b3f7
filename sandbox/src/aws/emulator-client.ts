import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { sandboxRegion } from './emulator.js';
import { AwsError, type AwsReply, type AwsRequest } from './message.js';
import { xmlValue } from './xml.js';

/** Calls the emulator, on behalf of a client or of the sandbox itself. */
export class EmulatorClient {
  /** @param emulator where it serves; read at each request, because it is known only after its start */
  constructor(private readonly emulator: { readonly url: string }) {}

  /** Forwards a request unchanged, except for its length. */
  async send(request: AwsRequest): Promise<AwsReply> {
    const { hostname, port } = new URL(this.emulator.url);
    const headers: IncomingHttpHeaders = {
      ...request.headers,
      'content-length': String(request.body.length),
    };
    delete headers['transfer-encoding'];
    delete headers.connection;
    return await new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { hostname, port, path: request.url, method: request.method, headers },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', reject);
          incoming.once('end', () =>
            resolve({
              status: incoming.statusCode ?? 500,
              headers: incoming.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.end(request.body);
    });
  }

  /** Calls the EKS API; an error of the emulator is thrown as AwsError. */
  async eks<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await this.send({
      method,
      url: path,
      headers: { ...identification('eks'), 'content-type': 'application/json' },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    return jsonBody<T>(reply);
  }

  /** Calls a service that takes and gives JSON. @param target the operation, `Logs_20140328.DescribeLogGroups` */
  async json<T>(service: string, target: string, body: object): Promise<T> {
    const reply = await this.send({
      method: 'POST',
      url: '/',
      headers: {
        ...identification(service),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
      },
      body: Buffer.from(JSON.stringify(body)),
    });
    return jsonBody<T>(reply);
  }

  /** Calls the EC2 query API and gives its XML. */
  async ec2(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return await this.query('ec2', { Action: action, Version: '2016-11-15', ...parameters });
  }

  /** Calls the IAM query API and gives its XML. */
  async iam(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return await this.query('iam', { Action: action, Version: '2010-05-08', ...parameters });
  }

  private async query(service: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const reply = await this.send({
      method: 'POST',
      url: '/',
      headers: { ...identification(service), 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams(parameters).toString()),
    });
    const xml = reply.body.toString('utf8');
    if (reply.status >= 400) {
      throw new AwsError(
        reply.status,
        xmlValue(xml, 'Code') ?? 'InternalError',
        xmlValue(xml, 'Message') ?? xml,
      );
    }
    return xml;
  }
}

/** The JSON of a successful answer; throws every other answer as AwsError. */
export function jsonBody<T>(reply: AwsReply): T {
  const text = reply.body.toString('utf8');
  const body: unknown = text === '' ? {} : JSON.parse(text);
  if (reply.status >= 400) {
    const { __type, message } = body as { __type?: string; message?: string };
    throw new AwsError(reply.status, __type ?? 'InternalFailure', message ?? text);
  }
  return body as T;
}

/** What the emulator routes by; it does not check signatures. */
function identification(service: string): IncomingHttpHeaders {
  const scope = `test/20260101/${sandboxRegion}/${service}/aws4_request`;
  return {
    host: '127.0.0.1',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
  };
}
