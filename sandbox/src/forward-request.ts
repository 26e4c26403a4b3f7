import {
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';

/** Sends a request on to another HTTP server, and its answer back. */
export function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  destination: RequestOptions,
  /** Answers when the other server can't. */
  refuse: (error: Error) => void,
): void {
  const upstream = httpRequest(
    { method: request.method, headers: request.headers, ...destination },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  upstream.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else refuse(error);
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}
