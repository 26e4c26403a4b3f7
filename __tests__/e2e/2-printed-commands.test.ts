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

test.each(inSandbox)('%s', (command) => {
  expect(() => typed(`${author}; ${committer}; ${command}`)).not.toThrow();
});
