import { Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { Budget } from '../lib/budget/budget';
import { partitionOf } from '../lib/aws/partitions';
import { expression } from '../lib/terraform/expression';
import { constructId } from '../lib/terraform/construct-id';
import { clusterContract, networkContract } from '../lib/terraform/contracts';
import { pullThroughCacheStatements } from '../lib/registry/pull-through-cache';
import { Registry } from '../lib/registry/registry';
import { policiesOf } from '../lib/cluster/access-settings';
import { Addons } from '../lib/cluster/addons';
import { ClusterAccess } from '../lib/cluster/cluster-access';
import { clusterAdmins, Deployer } from '../lib/cluster/deployer-check';
import { AutoModeNodes } from '../lib/cluster/auto-mode';
import { ControlPlane } from '../lib/cluster/control-plane';
import { warnOfForeignPrincipals } from '../lib/cluster/foreign-principals';
import { defaultNodeGroup, NodeGroup } from '../lib/cluster/node-group';
import { OidcProvider } from '../lib/cluster/oidc-provider';
import { MoreAddons } from '../lib/cluster/more-addons';
import { PodIdentities } from '../lib/cluster/pod-identities';
import { FleetStack, type FleetStackProps } from './fleet-stack';
import { ControllerRoles } from '../lib/flux/controller-roles';
import { Karpenter } from '../lib/cluster/karpenter/karpenter';
import { Jumpbox } from '../lib/jumpbox/jumpbox';
import { useAws } from './providers';
import { fleetTags } from '../lib/aws/tags';

export interface ClusterStackProps extends FleetStackProps {
  /** The controllers that Flux will have in the cluster; some get a role of their own. @default none */
  readonly fluxComponents?: readonly string[];
}

/** The EKS cluster: control plane, access, nodes and managed add-ons. */
export class ClusterStack extends FleetStack {
  constructor(scope: Construct, props: ClusterStackProps) {
    super(scope, 'cluster', props);
    const { aws, budget, cluster: config, jumpbox, registry } = props.fleet;
    const home = {
      namePrefix: config.name,
      accountId: aws.account,
      region: aws.region,
      partition: partitionOf(aws.region),
    };
    useAws(this, props.fleet);
    const network = this.deployment.read(networkContract);

    const admins = clusterAdmins(config);
    const deployer = new Deployer(this, 'deployer').arn;
    this.deployment.requireOneOf(
      deployer,
      admins,
      `${expression(deployer)} deploys, but is no cluster-admin in fleet/${props.fleet.environment}.yaml, so that it could not ` +
        `install Flux. Add it to cluster.access, or deploy as one of: ${admins.join(', ')}`,
    );
    const nodeStatements = pullThroughCacheStatements(registry.pullThroughCache, {
      ...home,
      name: home.namePrefix,
    });
    const autoMode = config.compute === 'auto';
    const autoModeNodes = autoMode
      ? new AutoModeNodes(this, 'auto-mode-nodes', { cluster: home, statements: nodeStatements }).role
      : undefined;
    const { cluster: eksCluster } = new ControlPlane(this, 'control-plane', {
      cluster: home,
      kubernetesVersion: config.kubernetesVersion,
      upgradePolicy: config.upgradePolicy,
      // The node class that is built into Auto Mode has its nodes in the cluster's subnets.
      subnetIds: autoMode ? network.privateSubnetIds : network.intraSubnetIds,
      autoModeNodes,
      serviceCidr: config.serviceCidr,
      publicCidrs: config.endpoint.publicCidrs,
      logTypes: config.logs.types,
      logRetentionDays: config.logs.retentionDays,
      deletionProtection: config.deletionProtection,
      zonalShift: config.zonalShift,
    });
    if (config.oidcProvider) new OidcProvider(this, 'oidc-provider', { cluster: eksCluster });
    const cluster = { ...home, name: eksCluster.name };
    warnOfForeignPrincipals(this, props.fleet);
    for (const access of config.access) {
      const principal = access.principalArn.split(':').slice(4).join('-').replaceAll('/', '-');
      new ClusterAccess(this, constructId(this, `access-${principal}`, access.principalArn), {
        cluster,
        principalArn: access.principalArn,
        policies: policiesOf(access),
        kubernetesGroups: access.kubernetesGroups,
      });
    }
    const { zones, podCidr, existing } = props.fleet.network;
    const podSubnets = podCidr !== undefined || (existing?.podSubnetIds ?? []).length > 0;
    if (podSubnets) this.deployment.requireLength(networkContract, 'podSubnetIds', zones.length);
    const prerequisites = new Addons(this, 'node-prerequisites', {
      cluster,
      settings: config.addons,
      kubernetesVersion: config.kubernetesVersion,
      order: 'before-nodes',
      autoMode,
      podSubnetIds: podSubnets
        ? Object.fromEntries(zones.map((zone, index) => [zone, element(network.podSubnetIds, index)]))
        : undefined,
    });
    if ([config.nodeGroup, ...Object.values(config.nodeGroups)].some((group) => group.zones !== undefined))
      this.deployment.requireLength(networkContract, 'privateSubnetIds', zones.length);
    const subnetsIn = (chosen?: readonly string[]) =>
      chosen?.map((zone) => element(network.privateSubnetIds, zones.indexOf(zone))) ??
      network.privateSubnetIds;
    const nodes = {
      cluster,
      kubernetesVersion: config.kubernetesVersion,
      tags: fleetTags(props.fleet),
      statements: nodeStatements,
      dependsOn: prerequisites.addons,
    };
    const ready = autoMode
      ? eksCluster
      : new NodeGroup(this, 'nodes', {
          ...nodes,
          ...config.nodeGroup,
          subnetIds: subnetsIn(config.nodeGroup.zones),
          name: defaultNodeGroup,
        }).nodeGroup;
    for (const [name, group] of Object.entries(config.nodeGroups)) {
      new NodeGroup(this, `nodes-${name}`, { ...nodes, ...group, subnetIds: subnetsIn(group.zones), name });
    }
    const karpenter = config.karpenter.enabled
      ? new Karpenter(this, 'karpenter', {
          cluster,
          eksCluster,
          namespace: config.karpenter.namespace,
          nodeStatements,
        })
      : undefined;
    new Addons(this, 'workload-addons', {
      cluster,
      settings: config.addons,
      kubernetesVersion: config.kubernetesVersion,
      order: 'after-nodes',
      autoMode,
      dependsOn: [ready],
    });
    new MoreAddons(this, 'more-addons', {
      cluster,
      addons: config.addons.more,
      kubernetesVersion: config.kubernetesVersion,
      dependsOn: [ready],
    });

    new PodIdentities(this, 'pod-identities', { cluster, identities: config.podIdentities });
    new ControllerRoles(this, 'flux', {
      cluster,
      flux: props.fleet.flux,
      registry,
      components: props.fluxComponents ?? [],
    });

    new Registry(this, 'registry', { cluster, ...registry });
    if (jumpbox.enabled) {
      new Jumpbox(this, 'jumpbox', {
        cluster,
        vpcId: network.vpcId,
        subnetId: element(network.privateSubnetIds, 0),
        apiSecurityGroupId: eksCluster.vpcConfig.clusterSecurityGroupId,
      });
    }
    if (budget !== undefined) new Budget(this, 'budget', { name: config.name, ...budget });

    this.deployment.publish(clusterContract, {
      clusterName: eksCluster.name,
      endpoint: eksCluster.endpoint,
      certificateAuthorityData: eksCluster.certificateAuthority.get(0).data,
      karpenterQueue: karpenter?.queueName ?? '',
      karpenterInstanceProfile: karpenter?.instanceProfileName ?? '',
    });
  }
}

/** What a plan shows for an item of a list that is empty. */
const notThere = 'not-deployed';

function element(list: readonly string[], index: number): string {
  return Token.asString(Fn.try([Fn.element(list, index), notThere]));
}
