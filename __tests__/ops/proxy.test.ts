import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { loadFleet } from '../../lib/fleet/load';
import { proxyFor } from '../../ops/proxy';
import { apiAnswers } from '../../ops/recovery/cluster-presence';
import { checkout } from '../support/synth';
import { ForwardProxy, hiddenApi } from './support/forward-proxy';

const HTTPS_PROXY = 'http://proxy.example.com:3128';
const api = 'https://0123456789abcdef.gr7.eu-west-2.eks.amazonaws.com';

describe('HTTPS_PROXY', () => {
  test.each([
    ['is used', { HTTPS_PROXY }, HTTPS_PROXY],
    ['in small letters comes first', { HTTPS_PROXY, https_proxy: 'http://first:1' }, 'http://first:1'],
    ['needs no scheme', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
    ['that is empty counts as none', { HTTPS_PROXY: '' }, undefined],
  ])('%s', (_, env, proxy) => {
    expect(proxyFor(api, env)).toBe(proxy);
  });

  test.each(['https://localhost:6443', 'https://127.0.0.1:6443', 'https://127.8.0.1', 'https://[::1]:6443'])(
    'is not used for this machine, %s',
    (url) => {
      expect(proxyFor(url, { HTTPS_PROXY })).toBeUndefined();
    },
  );
});

describe('NO_PROXY', () => {
  test.each([
    ['*', api],
    ['.eks.amazonaws.com', api],
    ['*.eks.amazonaws.com', api],
    ['eks.amazonaws.com', api],
    ['EKS.amazonaws.com', api],
    ['example.com, .gr7.eu-west-2.eks.amazonaws.com', api],
    ['eks.amazonaws.com:443', api],
    ['10.0.0.0/16', 'https://10.0.3.7'],
    ['10.0.3.7', 'https://10.0.3.7'],
    ['10.0.3.7:6443', 'https://10.0.3.7:6443'],
    ['fd00::/8', 'https://[fd00::7]'],
    ['fd00::7', 'https://[fd00::7]'],
    ['[fd00::7]:443', 'https://[fd00::7]'],
    ['example.com', 'https://example.com'],
  ])('%s is an exception for %s', (NO_PROXY, url) => {
    expect(proxyFor(url, { HTTPS_PROXY, NO_PROXY })).toBeUndefined();
  });

  test.each([
    ['', api],
    [',', api],
    ['amazonaws.co', api],
    ['s.amazonaws.com', api],
    ['eks.amazonaws.com:6443', api],
    ['.example.com', 'https://example.com'],
    ['10.1.0.0/16', 'https://10.0.3.7'],
    ['10.0.3.7:6443', 'https://10.0.3.7'],
    ['10.0.0.0/99', 'https://10.0.3.7'],
    ['3.7', 'https://10.0.3.7'],
    [':443', api],
  ])('"%s" is none for %s', (NO_PROXY, url) => {
    expect(proxyFor(url, { HTTPS_PROXY, NO_PROXY })).toBe(HTTPS_PROXY);
  });
});

describe('through a real proxy', () => {
  const path = process.env.PATH;
  let proxy: ForwardProxy;
  let folder: string;

  beforeEach(async () => {
    proxy = await ForwardProxy.started();
    folder = mkdtempSync(join(tmpdir(), 'infra-fleet-aws-'));
    const answers = {
      'get-token': {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        kind: 'ExecCredential',
        status: { token: 't' },
      },
      'describe-cluster': {
        endpoint: hiddenApi.endpoint,
        certificateAuthority: { data: hiddenApi.certificateAuthorityData },
      },
    };
    const cases = Object.entries(answers).map(
      ([verb, answer]) => `${verb}) echo '${JSON.stringify(answer)}' ;;`,
    );
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\ncase $2 in\n${cases.join('\n')}\nesac\n`);
    chmodSync(join(folder, 'aws'), 0o755);
  });
  afterEach(() => {
    proxy.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs the program that waits for access to the API, as Terraform does. */
  async function waitForAccess(
    NO_PROXY: string,
  ): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn('node', ['run', 'ops/provisioners/wait-for-access.ts'], {
      cwd: checkout,
      env: {
        PATH: [folder, path].join(delimiter),
        HTTPS_PROXY: proxy.url,
        NO_PROXY,
        CLUSTER_NAME: 'hidden',
        CLUSTER_ENDPOINT: hiddenApi.endpoint,
        CLUSTER_CERTIFICATE_AUTHORITY: hiddenApi.certificateAuthorityData,
        AWS_REGION: 'eu-west-2',
        FLEET_FILE: 'fleet/dev.yaml',
        FLUX_NAMESPACE: 'flux-system',
        FLUX_READY_TIMEOUT: '1s',
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (piece: string) => (output += piece));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  test('a program beside a resource reaches the API', async () => {
    expect(await waitForAccess('')).toEqual({ code: 0, output: '' });
    expect(new Set(proxy.asked)).toEqual(new Set(['api.cluster.test:443']));
  }, 60_000);

  test('the proxy gets the credentials of its URL', async () => {
    await waitForAccess('');
    expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${btoa('user:secret')}`]));
  }, 60_000);

  test('an exception is asked for directly', async () => {
    const { output } = await waitForAccess('cluster.test');
    expect({ asked: proxy.asked, output }).toEqual({
      asked: [],
      output: expect.stringMatching(/does not answer after 1s: .*(ENOTFOUND|EAI_AGAIN)/) as string,
    });
  }, 60_000);

  test('the launcher finds that the API answers', async () => {
    Object.assign(process.env, { HTTPS_PROXY: proxy.url, PATH: [folder, path].join(delimiter) });
    try {
      expect(await apiAnswers(loadFleet({ env: { FLEET: 'dev' } }))).toBe(true);
    } finally {
      process.env.PATH = path;
      delete process.env.HTTPS_PROXY;
    }
  });
});
