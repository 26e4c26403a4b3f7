import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ShellKubeconfig } from '../../sandbox/src/shell-kubeconfig.js';

interface Config {
  readonly clusters: readonly { name: string; cluster: { server: string } }[];
  readonly users: readonly { name: string; user: { exec: { command: string; args: readonly string[] } } }[];
  readonly 'current-context': string;
}

describe('ShellKubeconfig', () => {
  let folder: string;
  let kubeconfig: ShellKubeconfig;
  const read = (): Config => parse(readFileSync(join(folder, '.kube', 'config'), 'utf8')) as Config;
  const put = (name: string, port: number): void =>
    kubeconfig.put({ name, endpoint: `https://127.0.0.1:${port}`, certificateAuthorityData: 'Y2E=' });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
    kubeconfig = new ShellKubeconfig(join(folder, '.kube', 'config'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('authenticates by the AWS CLI, so that access entries decide', () => {
    put('fleet', 1001);
    expect(read().users[0]?.user.exec).toMatchObject({
      command: 'aws',
      args: ['eks', 'get-token', '--cluster-name', 'fleet', '--output', 'json'],
    });
  });

  it('follows a cluster that is made again at another address', () => {
    put('fleet', 1001);
    put('fleet', 1002);
    expect(read().clusters.map(({ cluster }) => cluster.server)).toEqual(['https://127.0.0.1:1002']);
  });

  it('makes the newest cluster the current one', () => {
    put('one', 1001);
    put('two', 1002);
    expect(read()['current-context']).toBe('two');
  });

  it('falls back to another cluster when the current one is gone', () => {
    put('one', 1001);
    put('two', 1002);
    kubeconfig.remove('two');
    expect(read()['current-context']).toBe('one');
  });

  it('forgets a cluster that is gone', () => {
    put('one', 1001);
    kubeconfig.remove('one');
    expect(read().clusters).toEqual([]);
  });
});
