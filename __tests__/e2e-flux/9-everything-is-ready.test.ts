import { type } from '../e2e/support/sandbox-shell';
import { everythingReady } from './support/cluster';

test('afterwards: everything in the sandbox is Ready', async () => {
  await everythingReady(120);
  expect(type('make --silent sandbox-status').status).toBe(0);
});
