import { LateLogGroups } from '../../../../sandbox/src/aws/behaviours/late-log-groups.js';

const logGroupName = '/aws/eks/blue/cluster';
const deleteCluster = { service: 'eks', operation: 'DeleteCluster', input: { name: 'blue' } };
const deleteGroup = { service: 'logs', operation: 'DeleteLogGroup', input: { logGroupName } };

/** What is made again after some calls. */
async function madeAfter(...calls: Parameters<LateLogGroups['after']>[]): Promise<unknown[]> {
  const made: unknown[] = [];
  const emulator = {
    json: <T>(_: string, __: string, body: object) => Promise.resolve(void made.push(body) as T),
  };
  const behaviour = new LateLogGroups(emulator);
  for (const [call] of calls) await behaviour.after(call);
  return made;
}

test('EKS makes the log group of a deleted cluster again, with its name alone', async () => {
  expect(await madeAfter([deleteCluster], [deleteGroup])).toEqual([{ logGroupName }]);
});

test('it does so once', async () => {
  expect(await madeAfter([deleteCluster], [deleteGroup], [deleteGroup])).toHaveLength(1);
});

test('the log group of a cluster that is still there stays deleted', async () => {
  expect(await madeAfter([deleteGroup])).toEqual([]);
});
