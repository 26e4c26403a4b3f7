import { RestingQueueNames } from '../../../../sandbox/src/aws/behaviours/resting-queue-names.js';

const create = { service: 'sqs', operation: 'CreateQueue', input: { QueueName: 'blue' } };
const remove = {
  service: 'sqs',
  operation: 'DeleteQueue',
  input: { QueueUrl: 'https://sqs.eu-west-2.amazonaws.com/000000000000/blue' },
};

test.each([
  [59, 'You must wait 60 seconds after deleting a queue'],
  [60, undefined],
])('%i seconds after its deletion a queue name is refused: %s', (seconds, message) => {
  let now = 0;
  const names = new RestingQueueNames(() => now);
  names.after(remove);
  now = seconds * 1000;
  const again = () => names.before(create);
  if (message === undefined) expect(again).not.toThrow();
  else expect(again).toThrow(message);
});
