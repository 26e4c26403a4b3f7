import type { ClusterRegistry } from '../../kubernetes/cluster-registry.js';
import type { EmulatorClient } from '../emulator-client.js';
import type { AwsReply, AwsRequest, Interceptor } from '../message.js';
import type { RememberedFields } from '../remembered-fields.js';
import { AccessEntries } from './access-entries.js';
import { AddonCatalogue } from './addon-catalogue.js';
import { Addons } from './addons.js';
import { ClusterNetwork } from './cluster-network.js';
import { Clusters } from './clusters.js';
import { NodeGroups } from './node-groups.js';
import { PodIdentityAssociations } from './pod-identity-associations.js';
import { fittingRoutes, type Route } from './route.js';
import { Tags } from './tags.js';
import { Updates } from './updates.js';

/** What the EKS API needs. */
export interface EksApiProps {
  readonly emulator: EmulatorClient;
  readonly clusters: ClusterRegistry;
  readonly remembered: RememberedFields;
}

/** The EKS operations that the sandbox answers itself or completes; the emulator answers the rest. */
export class EksApi implements Interceptor {
  private readonly creations = { fail: false };
  private readonly clusters: Clusters;
  private readonly nodeGroups: NodeGroups;
  private readonly routes: readonly Route[];

  constructor(props: EksApiProps) {
    const { emulator, remembered, clusters: registry } = props;
    const network = new ClusterNetwork(emulator);
    const tags = new Tags(emulator);
    const updates = new Updates();
    const { creations } = this;
    this.clusters = new Clusters({ emulator, registry, remembered, network, tags, updates, creations });
    const shared = { emulator, registry, remembered, tags, updates, creations, clusters: this.clusters };
    this.nodeGroups = new NodeGroups({ ...shared, network });
    this.routes = [
      ...new AddonCatalogue().routes,
      ...this.clusters.routes,
      ...this.nodeGroups.routes,
      ...new Addons(shared).routes,
      ...new AccessEntries(emulator, tags).routes,
      ...new PodIdentityAssociations(emulator, remembered).routes,
      ...updates.routes,
      ...tags.routes,
    ];
  }

  /** Whether what is made from now on ends in the status of a failed creation. */
  setCreationsFail(fail: boolean): void {
    this.creations.fail = fail;
  }

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    for (const { route, request: parsed } of fittingRoutes(this.routes, request)) {
      const reply = await route.handle(parsed);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  /** Reconciles local clusters with the emulator after a restart. */
  async resume(): Promise<void> {
    await this.clusters.eraseForgotten();
    await this.nodeGroups.resume();
  }
}
