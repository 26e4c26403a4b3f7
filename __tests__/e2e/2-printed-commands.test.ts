import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checkout } from '../../sandbox/src/git/checkout.js';
import { inSandbox } from '../docs/support/where-commands-run';
import { shellEnvironment, typed } from './support/sandbox-shell';

/** Who commits, as a reader's own Git settings would say. */
const author = 'export GIT_AUTHOR_NAME=e2e GIT_AUTHOR_EMAIL=e2e@example.invalid';
const committer = 'export GIT_COMMITTER_NAME=e2e GIT_COMMITTER_EMAIL=e2e@example.invalid';

/** A clone with the remote that a checkout has: the files of the checkout itself are not the test's to change. */
const clone = mkdtempSync(join(tmpdir(), 'infra-fleet-clone-'));

beforeAll(async () => {
  const { SANDBOX_GIT_URL = '' } = shellEnvironment();
  typed(`git clone --quiet ${SANDBOX_GIT_URL} ${clone}`);
  await new Checkout(clone).connect(SANDBOX_GIT_URL);
});

afterAll(() => {
  typed(`${author}; ${committer}; cd ${clone} && git revert --no-edit HEAD && git push sandbox`);
  rmSync(clone, { recursive: true });
});

/** A commit is still on its way through the Kustomizations when the first object of it is there. */
const settled = 'kubectl wait kustomizations --all -n flux-system --for=condition=Ready --timeout=60s';

test.each(inSandbox)('%s', (command) => {
  if (command === 'make sandbox-status') typed(settled);
  const place = /^(echo|git) /.test(command) ? `cd ${clone}; ` : '';
  expect(() => typed(`${author}; ${committer}; ${place}${command}`)).not.toThrow();
});
