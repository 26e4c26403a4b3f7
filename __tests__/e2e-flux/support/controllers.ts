import { readFileSync } from 'node:fs';
import { pidOf } from '../../e2e/support/sandbox-shell';
import { kubectl, list, type KubernetesObject } from './cluster';

/** The controllers that reconcile the fleet. */
export const controllers = ['source-controller', 'kustomize-controller', 'helm-controller'] as const;

export type Controller = (typeof controllers)[number];

/** What a controller cost until now. */
export interface Usage {
  readonly megabytes: number;
  readonly apiRequests: number;
}

/** Resident memory of a controller, and how many requests it has sent to the API server, by its own count. */
export async function usage(controller: Controller): Promise<Usage> {
  const status = readFileSync(`/proc/${pidOf(`flux-system.${controller}`)}/status`, 'utf8');
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
  const requests = (await metrics(controller)).matchAll(/^rest_client_requests_total\{.*\} (\S+)$/gm);
  return {
    megabytes: kilobytes / 1024,
    apiRequests: [...requests].reduce((sum, [, count]) => sum + Number(count), 0),
  };
}

async function metrics(controller: Controller): Promise<string> {
  const [pod] = await list<KubernetesObject>('pods', `--selector=app=${controller}`);
  return await kubectl([
    'get',
    '--raw',
    `/api/v1/namespaces/flux-system/pods/${pod?.metadata.name}:8080/proxy/metrics`,
  ]);
}
