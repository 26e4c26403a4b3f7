import { inSandbox } from '../docs/support/where-commands-run';
import { typed } from './support/sandbox-shell';

/** Who commits, as a reader's own Git settings would say. */
const author = 'export GIT_AUTHOR_NAME=e2e GIT_AUTHOR_EMAIL=e2e@example.invalid';
const committer = 'export GIT_COMMITTER_NAME=e2e GIT_COMMITTER_EMAIL=e2e@example.invalid';

const clone = '.sandbox/clone';

beforeAll(() => typed(`rm -rf ${clone}`));

afterAll(() => {
  typed(
    `${author}; ${committer}; git -C ${clone} revert --no-edit HEAD && git -C ${clone} push && rm -rf ${clone}`,
  );
});

/** A commit is still on its way through the Kustomizations when the first object of it is there. */
const settled = 'kubectl wait kustomizations --all -n flux-system --for=condition=Ready --timeout=60s';

test.each(inSandbox)('%s', (command) => {
  if (command === 'make sandbox-status') typed(settled);
  expect(() => typed(`${author}; ${committer}; ${command}`)).not.toThrow();
});
