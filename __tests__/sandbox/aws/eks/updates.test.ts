import { Updates, type WireUpdate } from '../../../../sandbox/src/aws/eks/updates.js';

async function settled(work: () => Promise<void>): Promise<WireUpdate> {
  const update = new Updates().begin('c', 'ConfigUpdate', {}, work);
  await new Promise((resolve) => setImmediate(resolve));
  return update;
}

test('an update is in progress while its work goes on', async () => {
  expect(await settled(() => new Promise(() => undefined))).toHaveProperty('status', 'InProgress');
});

test('an update whose work is done is successful', async () => {
  expect(await settled(() => Promise.resolve())).toHaveProperty('status', 'Successful');
});

test('an update whose work fails says why', async () => {
  expect(await settled(() => Promise.reject(new Error('no room')))).toMatchObject({
    status: 'Failed',
    errors: [{ errorMessage: 'no room' }],
  });
});

test('a cluster is busy while one of its updates goes on', () => {
  const updates = new Updates();
  updates.begin('c', 'ConfigUpdate', {}, () => new Promise(() => undefined));
  expect([updates.busy('c'), updates.busy('d')]).toEqual([true, false]);
});

test('what an update changes is named in its parameters', () => {
  const update = new Updates().begin('c', 'VersionUpdate', { version: '1.36' }, () => Promise.resolve());
  expect(update.params).toEqual([{ type: 'Version', value: '1.36' }]);
});
