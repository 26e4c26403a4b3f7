import { checkedInFile } from '../../validation/checked-in-file';
import type { Context } from '../../validation/context';
import { text, type Fault } from '../../validation/field';

const knownHostsLine =
  /^(@(cert-authority|revoked)\s+)?(?<hosts>\S+)\s+(ssh-|ecdsa-|sk-)[\w@.-]+\s+[A-Za-z0-9+/]+={0,2}(\s.*)?$/;

/** Host keys in the form of ~/.ssh/known_hosts, in the fleet file itself. */
export const knownHostsText = text(
  'lines as in ~/.ssh/known_hosts: the host, the type of its key and the key',
  knownHostsFault,
);

/** A checked-in file with host keys. */
export function knownHostsFile(context: Context) {
  return checkedInFile(context, 'lines as in ~/.ssh/known_hosts', 'fleet/known_hosts', (content) =>
    knownHostsFault(content),
  );
}

/**
 * Whether host keys are there for a host. Hashed names (`ssh-keygen -H`) may stand for any.
 *
 * @param host as in a URL, with the port if it is not 22
 */
export function knowsHost(knownHosts: string, host: string): boolean {
  const name = host.replace(/^(.*):(\d+)$/, '[$1]:$2');
  return hostLines(knownHosts).some((line) => {
    const hosts = knownHostsLine.exec(line)?.groups?.hosts?.split(',') ?? [];
    return hosts.some((entry) => entry.startsWith('|1|') || entry.includes('*') || entry === name);
  });
}

function knownHostsFault(content: string): Fault | undefined {
  const lines = hostLines(content);
  if (lines.length === 0) return { problem: 'has no host key' };
  const wrong = lines.find((line) => !knownHostsLine.test(line));
  return wrong === undefined
    ? undefined
    : { given: JSON.stringify(wrong.slice(0, 60)), problem: 'is not a line of known_hosts' };
}

function hostLines(content: string): readonly string[] {
  return content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
