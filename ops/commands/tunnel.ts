import { once } from 'node:events';
import { fleetNamed } from '../cluster/fleet-cluster';
import { readOptions } from '../command-line';
import { aws } from '../recovery/aws-cli';
import { UsageError } from '../usage-error';
import { startConnectProxy } from './tunnel/connect-proxy';

const usage = 'ops tunnel [--fleet NAME] [--session-port 8443] [--port 8442]';

/**
 * `ops tunnel`: a proxy, until it is interrupted, through which Terraform, kubectl and `ops` reach a private API by the session that
 * `aws ssm start-session` holds open on a port of this machine.
 */
export async function tunnel(args: readonly string[]): Promise<number> {
  const options = readOptions(
    args,
    { fleet: { type: 'string' }, 'session-port': { type: 'string' }, port: { type: 'string' } },
    usage,
  );
  const fleet = fleetNamed(options.fleet);
  const { name } = fleet.cluster;
  const words = ['describe-cluster', '--name', name, '--region', fleet.aws.region];
  const endpoint = await aws<string>('eks', ...words, '--query', 'cluster.endpoint');
  const sessionPort = portOf('session-port', options['session-port'] ?? '8443');
  const port = await startConnectProxy({
    host: new URL(endpoint).hostname,
    sessionPort,
    port: portOf('port', options.port ?? '8442'),
  });
  console.log(
    `The Kubernetes API of ${name} goes through port ${sessionPort}, everything else straight to its host.`,
  );
  console.log(`Where it is needed: export HTTPS_PROXY=http://127.0.0.1:${port}`);
  const keepAlive = setInterval(() => undefined, 2 ** 30);
  await once(process, 'SIGINT');
  clearInterval(keepAlive);
  return 0;
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`ops tunnel: --${option} is "${text}". Allowed: a port from 1 to 65535. ${usage}`);
}
