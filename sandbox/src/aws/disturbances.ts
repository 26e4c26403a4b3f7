import { AwsError, type Protocol } from './message.js';

/** What AWS can be made to do: refuse every second call for its number, or fail every third by itself. */
export type Disturbance = 'throttle' | '5xx';

/** Of each: the one call in so many that it meets. */
const every: Readonly<Record<Disturbance, number>> = { throttle: 2, '5xx': 3 };

/**
 * Refuses some calls before they take effect, as AWS does under load
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html,
 * https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html).
 */
export class Disturbances {
  private readonly inForce = new Set<Disturbance>();
  private calls = 0;

  set(disturbance: Disturbance, isInForce: boolean): void {
    if (isInForce) this.inForce.add(disturbance);
    else this.inForce.delete(disturbance);
  }

  /** @throws AwsError for a call that is met */
  meet(service: string, protocol: Protocol): void {
    this.calls += 1;
    for (const disturbance of this.inForce)
      if (this.calls % every[disturbance] === 0) throw errors[disturbance](service, protocol);
  }
}

const errors: Readonly<Record<Disturbance, (service: string, protocol: Protocol) => AwsError>> = {
  throttle: (service, protocol) => {
    if (protocol === 'ec2') return new AwsError(503, 'RequestLimitExceeded', 'Request limit exceeded.');
    if (protocol === 'rest-xml') return new AwsError(503, 'SlowDown', 'Please reduce your request rate.');
    if (service === 'eks') return new AwsError(429, 'ThrottlingException', 'Rate exceeded');
    return new AwsError(400, protocol === 'query' ? 'Throttling' : 'ThrottlingException', 'Rate exceeded');
  },
  '5xx': (_, protocol) =>
    protocol === 'ec2'
      ? new AwsError(500, 'InternalError', 'An internal error has occurred')
      : new AwsError(503, 'ServiceUnavailable', 'The service is temporarily unavailable.'),
};
