import { Agent, type RequestOptions } from 'node:https';
import { BlockList, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { HttpsProxyAgent } from 'hpagent';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an https:// URL, from HTTPS_PROXY and NO_PROXY; undefined if there is none. The rules are Go's, which the
 * Terraform providers follow (https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config): NO_PROXY lists host names, which
 * stand for their subdomains too, IP addresses, each with an optional port, and CIDR blocks; or it is `*`. Requests to this
 * machine never go through a proxy.
 */
export function proxyFor(url: string, env: Environment = process.env): string | undefined {
  const [proxy] = given(env, 'https_proxy', 'HTTPS_PROXY');
  if (proxy === undefined) return undefined;
  const { hostname, port } = new URL(url);
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: port || '443' };
  if (target.host === 'localhost' || isIn('127.0.0.0/8', target.host) || target.host === '::1')
    return undefined;
  const [noProxy = ''] = given(env, 'no_proxy', 'NO_PROXY');
  const exceptions = noProxy.toLowerCase().split(',');
  if (exceptions.some((exception) => covers(exception.trim(), target))) return undefined;
  return /^\w+:\/\//.test(proxy) ? proxy : `http://${proxy}`;
}

function given(env: Environment, ...names: readonly string[]): readonly string[] {
  return names.map((name) => env[name] ?? '').filter((value) => value !== '');
}

interface Target {
  readonly host: string;
  readonly port: string;
}

function covers(exception: string, { host, port }: Target): boolean {
  if (exception === '*') return true;
  if (exception.includes('/')) return isIn(exception, host);
  const { name, only } = withoutPort(exception);
  if (name === '' || (only !== undefined && only !== port)) return false;
  if (isIP(name) !== 0 || isIP(host) !== 0) return isIn(name, host);
  const domain = name.replace(/^\*\./, '.');
  return host.endsWith(domain.startsWith('.') ? domain : `.${domain}`) || host === domain;
}

/** An IPv6 address has colons of its own, so with a port it is in brackets. */
function withoutPort(exception: string): { readonly name: string; readonly only: string | undefined } {
  const [, bracketed, plain, only] = /^(?:\[(.*)\]|([^:]*)):(\d+)$/.exec(exception) ?? [];
  return { name: bracketed ?? plain ?? exception.replace(/^\[|\]$/g, ''), only };
}

/** Whether a block in CIDR notation, or an address, has an address in it. */
function isIn(block: string, address: string): boolean {
  const [network = '', length] = block.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(address) !== isIP(network)) return false;
  const list = new BlockList();
  const whole = family === 'ipv6' ? 128 : 32;
  const prefix = length === undefined ? whole : Number(length);
  if (!(prefix >= 0 && prefix <= whole)) return false;
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}

/** Connects to each host as `proxyFor` says. */
export class EnvironmentAgent extends Agent {
  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = isIP(options.host ?? '') === 6 ? `[${options.host}]` : options.host;
    const proxy = proxyFor(`https://${host}:${options.port}`);
    if (proxy === undefined) return super.createConnection(options, callback);
    return new HttpsProxyAgent({ ...this.options, proxy }).createConnection(options, callback);
  }
}
