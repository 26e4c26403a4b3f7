import { Disturbances, type Disturbance } from '../../../sandbox/src/aws/disturbances.js';

function thrownBy(call: () => void): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** How six calls end. */
function six(disturbance: Disturbance): string[] {
  const disturbances = new Disturbances();
  disturbances.set(disturbance, true);
  return Array.from({ length: 6 }, () => {
    try {
      disturbances.meet('ec2', 'ec2');
      return 'ok';
    } catch (error) {
      return (error as { code: string }).code;
    }
  });
}

test('every second call is throttled', () => {
  expect(six('throttle')).toEqual([
    'ok',
    'RequestLimitExceeded',
    'ok',
    'RequestLimitExceeded',
    'ok',
    'RequestLimitExceeded',
  ]);
});

test('every third call fails by itself', () => {
  expect(six('5xx')).toEqual(['ok', 'ok', 'InternalError', 'ok', 'ok', 'InternalError']);
});

test.each([
  ['eks', 'rest-json', 429, 'ThrottlingException'],
  ['iam', 'query', 400, 'Throttling'],
  ['kms', 'json', 400, 'ThrottlingException'],
  ['s3', 'rest-xml', 503, 'SlowDown'],
] as const)('%s throttles in its own words', (service, protocol, status, code) => {
  const disturbances = new Disturbances();
  disturbances.set('throttle', true);
  disturbances.meet(service, protocol);
  expect(thrownBy(() => disturbances.meet(service, protocol))).toMatchObject({ status, code });
});
