import { request, type RequestOptions } from 'node:https';

/** An answer that is no success. */
export class HttpError extends Error {
  constructor(
    readonly code: number,
    body: string,
  ) {
    super(messageIn(body) ?? `The Kubernetes API answers ${code}.`);
  }
}

/**
 * Sends a GET request, and gives it up after some seconds: what is only no longer waited for keeps the program from ending.
 *
 * @throws HttpError with any other status than 200
 */
export async function getJson(url: URL, options: RequestOptions, seconds: number): Promise<unknown> {
  const signal = AbortSignal.timeout(seconds * 1000);
  return await new Promise((resolve, reject) => {
    request(url, { ...options, signal }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(pieces).toString();
        if (response.statusCode === 200) resolve(JSON.parse(body) as unknown);
        else reject(new HttpError(response.statusCode ?? 0, body));
      });
    })
      .on('error', reject)
      .end();
  });
}

function messageIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { message?: string }).message;
  } catch {
    return undefined;
  }
}
