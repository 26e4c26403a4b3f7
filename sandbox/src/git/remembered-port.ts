import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { dirname } from 'node:path';

async function listen(server: Server, port: number): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' && port !== 0) resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

/**
 * Lets a server listen on loopback, on the port that the file remembers from the last time if it is free, else on any
 * free port: objects in a cluster keep addresses of this server, which stay valid over a restart of the sandbox.
 */
export async function listenOnRememberedPort(server: Server, file: string): Promise<number> {
  const remembered = Number(await readFile(file, 'utf8').catch(() => '0'));
  const listens = remembered > 0 && (await listen(server, remembered));
  if (!listens) await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${port}\n`);
  return port;
}
