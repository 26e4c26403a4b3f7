import { signedService, type AwsRequest, type Protocol } from '../message.js';
import type { PolicyGate } from '../policy-gate.js';
import type { Call } from './call.js';
import { readCall } from './read-call.js';
import { noSuchOperation, refusal } from './refusal.js';
import type { ServiceModels } from './service-model.js';
import { violationsOf } from './violations.js';

/** How many requests of an operation were checked, and how many of them refused. */
export interface Checked {
  readonly checked: number;
  readonly refused: number;
}

/** Checks every request against AWS's own model of the service, and refuses what AWS would. */
export class ModelGate {
  private readonly counts = new Map<string, Checked>();

  /** @param policies looks at the policies in what the models allow. @default - nothing does */
  constructor(
    private readonly models: ServiceModels,
    private readonly policies?: Pick<PolicyGate, 'refusal'>,
  ) {}

  /** By operation, `eks CreateCluster`. */
  get checked(): Readonly<Record<string, Checked>> {
    return Object.fromEntries([...this.counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** How a service's errors are written. @default 'json' for a service without a model */
  protocolOf(service: string | undefined): Protocol {
    return this.models.of(service ?? '')?.metadata.protocol ?? 'json';
  }

  /**
   * What a request asks; undefined where no model says.
   *
   * @throws AwsError for a request that the service's model does not allow
   */
  check(request: AwsRequest): Call | undefined {
    const service = signedService(request.headers) ?? '';
    const model = this.models.of(service);
    if (model === undefined) return undefined;
    const call = readCall(model, request);
    if (call === undefined) {
      if (model.metadata.protocol === 'rest-xml') return undefined;
      throw noSuchOperation(model);
    }
    const operation = model.operations[call.operation]!;
    const violations = violationsOf(model, operation.input, call.input);
    const { unknown } = call;
    const refused =
      violations.length > 0 || unknown.length > 0
        ? refusal(model, { violations, unknown })
        : this.policies?.refusal(service, call);
    this.count(`${service} ${call.operation}`, refused !== undefined);
    if (refused !== undefined) throw refused;
    return call;
  }

  private count(operation: string, isRefused: boolean): void {
    const { checked, refused } = this.counts.get(operation) ?? { checked: 0, refused: 0 };
    this.counts.set(operation, { checked: checked + 1, refused: refused + (isRefused ? 1 : 0) });
  }
}
