import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClusterRegistry } from '../kubernetes/cluster-registry.js';
import { LoopbackServer } from '../loopback-server.js';
import type { Service } from '../service.js';
import type { Behaviour } from './behaviours/behaviour.js';
import { InUse } from './behaviours/in-use.js';
import { LateLogGroups } from './behaviours/late-log-groups.js';
import { RestingQueueNames } from './behaviours/resting-queue-names.js';
import { YoungRoles } from './behaviours/young-roles.js';
import { Disturbances } from './disturbances.js';
import { EksApi } from './eks/eks-api.js';
import { Tags } from './eks/tags.js';
import { Deployer } from './deployer.js';
import { EmulatorClient } from './emulator-client.js';
import { FlowLogs } from './flow-logs.js';
import { Instances } from './instances.js';
import { LaunchTemplateReservations } from './launch-template-reservations.js';
import { LaunchTemplateTags } from './launch-template-tags.js';
import {
  AwsError,
  errorReply,
  jsonReply,
  readRequest,
  signedService,
  type AwsReply,
  type AwsRequest,
  type Interceptor,
} from './message.js';
import type { ModelGate } from './models/model-gate.js';
import { LogGroupKeys } from './log-group-keys.js';
import { NatGateways } from './nat-gateways.js';
import { OidcProviderTags } from './oidc-provider-tags.js';
import { PublicParameters } from './public-parameters.js';
import { PullThroughCacheRules } from './pull-through-cache-rules.js';
import { RememberedFields } from './remembered-fields.js';
import { Slowness } from './slowness.js';
import { TaggedResources } from './tagged-resources.js';
import { VpcCidrBlocks } from './vpc-cidr-blocks.js';
import { VpcEndpoints } from './vpc-endpoints.js';

/** Where the endpoint tells how many requests it checked, as `ModelGate.checked` has them. */
export const checkedPath = '/_sandbox/checked';

/** What the proxy uses. */
export interface AwsProxyProps {
  /** Started before the proxy. */
  readonly emulator: { readonly url: string };
  /** Started before the proxy; gives EKS clusters their control planes. */
  readonly clusters: ClusterRegistry;
  /** Refuses what AWS would refuse. */
  readonly gate: Pick<ModelGate, 'check' | 'checked' | 'protocolOf'>;
  /** Holds what the emulator does not store, between runs. */
  readonly folder: string;
  /** @default - a free port */
  readonly port?: number;
}

/**
 * The sandbox's AWS endpoint: checks every request against AWS's own models, and forwards it to the emulator, except those
 * that the emulator answers incompletely. These are the EKS API, which it ties to local clusters, EC2 instances, NAT gateways
 * and flow logs, VPCs' endpoints and added blocks, reservations of launch templates, their tags and those of OIDC providers, the list of tagged resources,
 * SSM's parameters of machine images, keys of log groups, the caller's identity, and ECR's pull-through cache rules.
 */
export class AwsProxy implements Service {
  readonly name = 'AWS endpoint';
  /** Of the services that the proxy answers itself or in part. */
  readonly slowness = new Slowness({ log: (line) => console.log(line) });
  readonly disturbances = new Disturbances();
  private readonly behaviours: readonly Behaviour[];
  private readonly deployer: Deployer;
  readonly eks: EksApi;
  private readonly interceptors: Readonly<Record<string, readonly Interceptor[]>>;
  private readonly emulator: EmulatorClient;
  private readonly server: LoopbackServer;

  constructor(private readonly props: AwsProxyProps) {
    this.server = new LoopbackServer({
      name: this.name,
      port: props.port,
      answer: (request, response) => this.serve(request, response),
    });
    this.emulator = new EmulatorClient(props.emulator);
    const remembered = new RememberedFields(props.folder);
    this.behaviours = [
      new InUse(this.emulator),
      new LateLogGroups(this.emulator),
      new RestingQueueNames(),
      new YoungRoles(),
    ];
    this.eks = new EksApi({ emulator: this.emulator, clusters: props.clusters, remembered });
    this.deployer = new Deployer(this.emulator);
    this.interceptors = {
      eks: [this.eks],
      ecr: [new PullThroughCacheRules(remembered)],
      ec2: [
        new FlowLogs(this.emulator, remembered),
        new Instances(this.emulator, remembered),
        new LaunchTemplateReservations(this.emulator, remembered),
        new LaunchTemplateTags(this.emulator),
        new NatGateways(this.emulator, remembered),
        new VpcCidrBlocks(this.emulator, remembered),
        new VpcEndpoints(this.emulator, remembered),
      ],
      logs: [new LogGroupKeys(this.emulator, remembered)],
      iam: [new OidcProviderTags(this.emulator, remembered)],
      sts: [this.deployer],
      ssm: [new PublicParameters(this.emulator)],
      tagging: [new TaggedResources(this.emulator, new Tags(this.emulator))],
    };
  }

  /** The value of `AWS_ENDPOINT_URL`. Defined while it serves. */
  get url(): string {
    return this.server.origin;
  }

  async start(): Promise<void> {
    await this.deployer.start();
    await this.eks.resume();
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (message.url === checkedPath) {
      send(message, response, jsonReply(200, this.props.gate.checked));
      return;
    }
    const service = signedService(message.headers) ?? '';
    try {
      const request = await readRequest(message);
      const asked = this.props.gate.check(request);
      this.disturbances.meet(service, this.props.gate.protocolOf(service));
      const call = asked && { service, ...asked };
      if (call) for (const behaviour of this.behaviours) await behaviour.before?.(call);
      const reply = await this.answer(this.interceptors[service] ?? [], request);
      if (call && reply.status < 300) for (const behaviour of this.behaviours) await behaviour.after?.(call);
      await this.slowness.hold(request);
      send(message, response, reply);
    } catch (error) {
      const failure = error instanceof AwsError ? error : internalFailure(error);
      send(message, response, errorReply(failure, this.props.gate.protocolOf(service)));
    }
  }

  private async answer(interceptors: readonly Interceptor[], request: AwsRequest): Promise<AwsReply> {
    for (const interceptor of interceptors) {
      const reply = await interceptor.handle(request);
      if (reply !== undefined) return reply;
    }
    return await this.emulator.send(request);
  }
}

/** A failure of the sandbox itself, in AWS's form, because clients show the message. */
function internalFailure(error: unknown): AwsError {
  const message = error instanceof Error ? error.message : String(error);
  return new AwsError(500, 'InternalFailure', `The sandbox's AWS endpoint failed: ${message}`);
}

/** Does nothing if the client is gone or has its answer. */
function send({ method }: IncomingMessage, response: ServerResponse, reply: AwsReply): void {
  if (response.headersSent || response.destroyed) return;
  const headers = { ...reply.headers };
  // The answer to HEAD tells the length of what GET would give.
  if (method !== 'HEAD') headers['content-length'] = String(reply.body.length);
  delete headers['transfer-encoding'];
  delete headers.connection;
  response.writeHead(reply.status, headers).end(reply.body);
}
