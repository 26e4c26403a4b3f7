import {
  ApiException,
  AuthorizationV1Api,
  type KubeConfig,
  type V1ResourceAttributes,
} from '@kubernetes/client-node';
import { reasonOf } from './api-error';
import { withinSeconds } from './within';

/** How long one question may take, in seconds. */
const requestSeconds = 15;

/** Why a caller can't make something in a cluster. */
export interface Hindrance {
  /**
   * `unauthorized`: the cluster does not know the caller. `forbidden`: it knows the caller, who may not. `unreachable`: it gives
   * no answer.
   */
  readonly kind: 'unauthorized' | 'forbidden' | 'unreachable';
  /** What it says, or what is forbidden. */
  readonly detail: string;
}

/** Asks the Kubernetes API, one by one, whether the caller may do some things. Gives undefined when all are allowed. */
export async function hindranceOf(
  config: KubeConfig,
  actions: readonly V1ResourceAttributes[],
): Promise<Hindrance | undefined> {
  const api = config.makeApiClient(AuthorizationV1Api);
  try {
    for (const action of actions) {
      const body = { spec: { resourceAttributes: action } };
      const question = api.createSelfSubjectAccessReview({ body });
      const { status } = await withinSeconds(requestSeconds, question, 'The Kubernetes API does not answer');
      if (status?.allowed !== true) return { kind: 'forbidden', detail: describe(action) };
    }
    return undefined;
  } catch (error) {
    if (error instanceof ApiException && error.code === 401)
      return { kind: 'unauthorized', detail: 'Unauthorized' };
    return { kind: 'unreachable', detail: reasonOf(error) };
  }
}

function describe({ verb = '', resource = '', namespace }: V1ResourceAttributes): string {
  return `may not ${verb} ${resource}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
