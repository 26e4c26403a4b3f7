import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

/** What is said about a commit: https://docs.github.com/en/rest/commits/statuses */
const commitStatus = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  description: z.string().nullish(),
});

export type CommitStatus = z.infer<typeof commitStatus>;

/** `/repos/<owner>/<name>/commits/<revision>/statuses` to read, `/repos/<owner>/<name>/statuses/<revision>` to write. */
const paths = {
  GET: /^\/api\/v3\/repos\/.+\/commits\/([^/]+)\/statuses$/,
  POST: /^\/api\/v3\/repos\/.+\/statuses\/([^/]+)$/,
};

/** The part of a Git host that keeps statuses of commits: the API of GitHub Enterprise Server, for whoever has a token. */
export class CommitStatuses {
  private readonly statuses = new Map<string, CommitStatus[]>();

  /** Whether a request is one for this API. */
  isAskedBy(request: IncomingMessage): boolean {
    return new URL(request.url ?? '/', 'http://localhost').pathname.startsWith('/api/v3/');
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const [, revision] = paths[method].exec(pathname) ?? [];
    if (revision === undefined) return send(404, { message: 'Not Found' });
    const known = this.statuses.get(revision) ?? [];
    if (method === 'GET') return send(200, known);
    const status = commitStatus.safeParse(parseJson(await text(request)));
    if (!status.success) return send(422, { message: z.prettifyError(status.error) });
    this.statuses.set(revision, [status.data, ...known]);
    send(201, status.data);
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
