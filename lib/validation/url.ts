import { text, type Fault } from './field';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The address of something in the network. `http` is accepted on the loopback interface only.
 *
 * @param schemes the schemes that are accepted everywhere
 */
export function urlField(allowed: string, schemes: readonly string[]) {
  return text(allowed, (value) => urlFault(value, schemes));
}

/** What is wrong with the address of something in the network. */
export function urlFault(value: string, schemes: readonly string[]): Fault | undefined {
  const [, host, path] = /^[\w.-]+@([\w.-]+):(?!\/\/)(.+)$/.exec(value) ?? [];
  if (host) return { problem: 'is not a URL', remedy: `Write ssh://git@${host}/${path}.` };

  if (/\s/.test(value)) return { problem: 'contains white space' };
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url?.host) return { problem: 'is not a URL' };
  const scheme = url.protocol.slice(0, -1);
  if (url.password || (scheme !== 'ssh' && url.username))
    return {
      problem: 'contains credentials',
      allowed: 'a URL without user and password',
      remedy: 'Remove them, and replace them if they were real: they belong in a Secret of the cluster.',
    };
  if (url.search !== '' || url.hash !== '')
    return { problem: 'has a query or a fragment', allowed: 'a URL that ends with its path' };
  if (schemes.includes(scheme) || (scheme === 'http' && loopbackHosts.includes(url.hostname)))
    return undefined;
  return scheme === 'http'
    ? { problem: 'is not encrypted', remedy: `Write ${value.replace('http:', 'https:')}.` }
    : { problem: `has the scheme ${scheme}` };
}
