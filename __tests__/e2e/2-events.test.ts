import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventually, typed, typeMeanwhile } from './support/sandbox-shell';

/** The part of an event that tells where it comes from. */
interface Event {
  readonly reportingController: string;
}

const namespace = 'flux-system';
const metadata = { name: 'e2e-listener', namespace };

let folder: string;
let listener: Server;
const events: Event[] = [];

beforeAll(async () => {
  listener = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      events.push(JSON.parse(body) as Event);
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  const objects = [
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
      kind: 'Provider',
      metadata,
      spec: { type: 'generic', address },
    },
    {
      apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
      kind: 'Alert',
      metadata,
      spec: {
        providerRef: { name: metadata.name },
        eventSources: [
          { kind: 'GitRepository', name: '*' },
          { kind: 'Kustomization', name: '*' },
        ],
      },
    },
  ];
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-events-'));
  writeFileSync(join(folder, 'listener.yaml'), objects.map((object) => stringify(object)).join('---\n'));
  typed(`kubectl apply -f ${join(folder, 'listener.yaml')}`);
});
afterAll(async () => {
  typed(`kubectl delete -f ${join(folder, 'listener.yaml')}`);
  rmSync(folder, { recursive: true });
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
});

test('a commit is told to the listener of an Alert, by the source- and the kustomize-controller', async () => {
  const author = '-c user.name=e2e -c user.email=e2e@example.invalid';
  const clone = join(folder, 'clone');
  await typeMeanwhile(
    `git clone --quiet "$SANDBOX_GIT_URL" ${clone} && cd ${clone} && echo '# told' >> gitops/infrastructure/namespaces.yaml` +
      ` && git ${author} commit --quiet --all -m 'Tell it' && git push --quiet && flux reconcile kustomization flux-system --with-source`,
  );
  const told = await eventually(
    60,
    () => [...new Set(events.map((event) => event.reportingController))].sort(),
    (controllers) => controllers.length === 2,
  );
  expect(told).toEqual(['kustomize-controller', 'source-controller']);
});
