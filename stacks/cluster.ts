import type { Construct } from 'constructs';
import { clusterContract, networkContract } from '../lib/contracts';
import { NodePrerequisiteAddons, WorkloadAddons } from '../lib/eks/addons';
import { ClusterAccess } from '../lib/eks/cluster-access';
import { ControlPlane } from '../lib/eks/control-plane';
import { NodeGroup } from '../lib/eks/node-group';
import { FleetStack, type FleetStackProps } from '../lib/fleet-stack';
import { useAws } from '../lib/providers';

/** The EKS cluster: control plane, access, nodes and managed add-ons. */
export class ClusterStack extends FleetStack {
  constructor(scope: Construct, props: FleetStackProps) {
    super(scope, 'cluster', props);
    const { cluster: config } = props.fleet;
    useAws(this, props.fleet);
    const network = this.deployment.read(networkContract);

    const { cluster } = new ControlPlane(this, 'control-plane', {
      name: config.name,
      kubernetesVersion: config.kubernetesVersion,
      upgradePolicy: config.upgradePolicy,
      subnetIds: network.privateSubnetIds,
      serviceCidr: config.serviceCidr,
      publicCidrs: config.endpoint.publicCidrs,
      logTypes: config.logs.types,
      logRetentionDays: config.logs.retentionDays,
      deletionProtection: config.deletionProtection,
    });
    const named = { clusterName: cluster.name, namePrefix: config.name };
    for (const access of config.access) {
      new ClusterAccess(
        this,
        `access-${access.principalArn.split(':').slice(4).join('-').replaceAll('/', '-')}`,
        {
          clusterName: cluster.name,
          ...access,
        },
      );
    }
    const prerequisites = new NodePrerequisiteAddons(this, 'node-prerequisites', {
      ...named,
      versions: config.addons.versions,
    });
    const { nodeGroup } = new NodeGroup(this, 'nodes', {
      ...named,
      kubernetesVersion: config.kubernetesVersion,
      subnetIds: network.privateSubnetIds,
      ...config.nodeGroup,
      dependsOn: prerequisites.addons,
    });
    new WorkloadAddons(this, 'workload-addons', {
      ...named,
      versions: config.addons.versions,
      ebsCsi: config.addons.ebsCsi,
      nodes: nodeGroup,
    });

    this.deployment.publish(clusterContract, {
      clusterName: cluster.name,
      endpoint: cluster.endpoint,
      certificateAuthorityData: cluster.certificateAuthority.get(0).data,
    });
  }
}
