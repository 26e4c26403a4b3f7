import { AwsError, type Protocol } from '../message.js';
import { capitalized } from './first-letter.js';
import type { ServiceModel } from './service-model.js';
import type { Violation } from './violations.js';

/**
 * Codes of services that don't answer with `ValidationException`, from the lists of common errors of their API references, for
 * example https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html.
 */
const codes: Readonly<Record<string, string>> = {
  'CloudWatch Logs': 'InvalidParameterException',
  Budgets: 'InvalidParameterException',
  ECR: 'InvalidParameterException',
  EKS: 'InvalidParameterException',
  SQS: 'InvalidParameterValue',
  S3: 'InvalidArgument',
  'Resource Groups Tagging API': 'InvalidParameterException',
};

/** What AWS says of a request that its model does not allow. */
export function refusal(
  model: ServiceModel,
  { violations, unknown }: { readonly violations: readonly Violation[]; readonly unknown: readonly string[] },
): AwsError {
  if (model.metadata.protocol === 'ec2') return ofEc2(violations, unknown);
  const code = codes[model.metadata.serviceId] ?? ofProtocol(model.metadata.protocol);
  const faults = [
    ...unknown.map((name) => `Unknown parameter '${name}'`),
    ...violations.map(
      ({ at, value, constraint }) =>
        `Value ${quoted(value)} at '${at}' failed to satisfy constraint: Member must ${constraint}`,
    ),
  ];
  const errors = faults.length === 1 ? 'error' : 'errors';
  return new AwsError(400, code, `${faults.length} validation ${errors} detected: ${faults.join('; ')}`);
}

function ofProtocol(protocol: Protocol): string {
  return protocol === 'query' ? 'ValidationError' : 'ValidationException';
}

/** EC2 names one fault (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
function ofEc2(violations: readonly Violation[], unknown: readonly string[]): AwsError {
  if (unknown[0] !== undefined)
    return new AwsError(400, 'UnknownParameter', `The parameter ${unknown[0]} is not recognized`);
  const { kind, at, value, constraint } = violations[0]!;
  if (kind === 'missing')
    return new AwsError(400, 'MissingParameter', `The request must contain the parameter ${capitalized(at)}`);
  return new AwsError(
    400,
    'InvalidParameterValue',
    `Value (${String(value)}) for parameter ${at} is invalid. It must ${constraint}`,
  );
}

function quoted(value: unknown): string {
  if (value === undefined) return 'null';
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}

/** What AWS says of a request for an operation that the service does not have. */
export function noSuchOperation({ metadata }: ServiceModel): AwsError {
  const code =
    metadata.protocol === 'ec2' || metadata.protocol === 'query'
      ? 'InvalidAction'
      : 'UnknownOperationException';
  return new AwsError(400, code, `${metadata.serviceId} has no such operation.`);
}
