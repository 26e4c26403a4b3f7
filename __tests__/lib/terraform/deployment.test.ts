import { Testing, TerraformStack } from 'cdktf';
import { TerraformData } from '../../../lib/terraform/terraform-data';
import { Deployment } from '../../../lib/terraform/deployment';
import {
  clusterContract,
  type Contract,
  fluxInstanceContract,
  fluxOperatorContract,
  networkContract,
  type OutputValues,
} from '../../../lib/terraform/contracts';
import type { StateLocation } from '../../../lib/terraform/state-location';

type TestOutputs = { readonly vpcId: string; readonly subnetIds: readonly string[] };
const contract: Contract<TestOutputs> = {
  stack: 'network',
  placeholders: { vpcId: 'vpc-not-deployed', subnetIds: ['subnet-not-deployed'] },
};
const local: StateLocation = { kind: 'local', folder: '../state' };
const s3: StateLocation = { kind: 's3', bucket: 'states', region: 'eu-west-2', prefix: 'infra-fleet/dev' };

type Json = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

function synth(
  location: StateLocation,
  build: (deployment: Deployment, stack: TerraformStack) => void,
): Json {
  const stack = new TerraformStack(Testing.app(), 'cluster');
  build(new Deployment(stack, 'deployment', { stack: 'cluster', environment: 'dev', location }), stack);
  return JSON.parse(Testing.synth(stack)) as Json;
}

test('a contract is read with a placeholder for every output', () => {
  const { data } = synth(local, (deployment) => deployment.read(contract));
  expect(data!.terraform_remote_state!.network!.defaults).toEqual({
    vpc_id: 'vpc-not-deployed',
    subnet_ids: ['subnet-not-deployed'],
    ready: '',
  });
});

test('in S3 a state is read only when its object exists', () => {
  const { data } = synth(s3, (deployment) => deployment.read(contract));
  expect(data!.terraform_remote_state!.network!.count).toBe(
    '${contains(data.aws_s3_objects.network.keys, "infra-fleet/dev/network.tfstate") ? 1 : 0}',
  );
});

test('an output that S3 does not have yet is its placeholder', () => {
  const { resource } = synth(s3, (deployment, stack) => {
    const { vpcId } = deployment.read(contract);
    new TerraformData(stack, 'user', { input: { vpcId } });
  });
  expect(resource!.terraform_data!.user!.input).toEqual({
    vpcId: '${try(data.terraform_remote_state.network[0].outputs.vpc_id, "vpc-not-deployed")}',
  });
});

test('an apply without the upstream stack names the command to run first', () => {
  const { resource } = synth(local, (deployment) => deployment.read(contract));
  expect(JSON.stringify(resource!.terraform_data!.deployment!.lifecycle)).toContain(
    'Run first: cdktf deploy network',
  );
});

function conditions(build: (deployment: Deployment) => void): { condition: string; error_message: string }[] {
  const { resource } = synth(local, build);
  const { precondition } = resource!.terraform_data!.deployment!.lifecycle as {
    precondition: { condition: string; error_message: string }[];
  };
  return precondition;
}

test('an output that the upstream stack did not have yet is named, with the command to run first', () => {
  const [, missing] = conditions((deployment) => deployment.read(contract));
  expect(missing!.error_message).toBe(
    'The stack network of dev was deployed before it had the outputs that cluster needs now: ' +
      '${join(", ", compact([data.terraform_remote_state.network.outputs.vpc_id == "vpc-not-deployed" ? "vpc_id" : "", ' +
      'contains(data.terraform_remote_state.network.outputs.subnet_ids, "subnet-not-deployed") ? "subnet_ids" : ""]))}. ' +
      'Run first: cdktf deploy network',
  );
});

test('a list of another length than the fleet file asks for names the command to run first', () => {
  const [, , length] = conditions((deployment) => {
    deployment.read(contract);
    deployment.requireLength(contract, 'subnetIds', 3);
  });
  expect(length!.error_message).toBe(
    'The stack network of dev was deployed with ${length(data.terraform_remote_state.network.outputs.subnet_ids)} ' +
      'subnet_ids, and fleet/dev.yaml asks for 3 now. Run first: cdktf deploy network',
  );
});

test('a text that the fleet file asks for since names the command to run first', () => {
  const [, , text] = conditions((deployment) => {
    deployment.read(contract);
    deployment.requireText(contract, 'vpcId');
  });
  expect(text!.error_message).toBe(
    'The stack network of dev was deployed without vpc_id, and fleet/dev.yaml asks for it now. ' +
      'Run first: cdktf deploy network',
  );
});

test('no placeholder is a value that a deployed stack has', () => {
  const contracts = [networkContract, clusterContract, fluxOperatorContract, fluxInstanceContract];
  const texts = contracts.flatMap(({ placeholders }) => Object.values(placeholders as OutputValues).flat());
  expect(texts.filter((text) => text !== '' && !text.includes('not-deployed'))).toEqual([]);
});

test('a plan without the upstream stack is whole: the condition is unknown to it', () => {
  const { resource } = synth(local, (deployment) => deployment.read(contract));
  expect(JSON.stringify(resource!.terraform_data!.deployment!.lifecycle)).toContain('timestamp()');
});

test('a deploy is stopped by its plan, before anyone is asked to approve it', () => {
  const stack = new TerraformStack(Testing.app(), 'cluster');
  const props = { stack: 'cluster', environment: 'dev', location: local, conditionsAt: 'plan' } as const;
  new Deployment(stack, 'deployment', props).read(contract);
  expect(Testing.synth(stack)).not.toContain('timestamp()');
});

test('every resource is made after the conditions are checked', () => {
  const { resource } = synth(local, (_, stack) => new TerraformData(stack, 'user', {}));
  expect(resource!.terraform_data!.user!.depends_on).toEqual(['terraform_data.deployment']);
});

test('a stack is ready when every one of its resources is made', () => {
  const { output } = synth(local, (deployment, stack) => {
    new TerraformData(stack, 'user', {});
    deployment.publish(contract, { vpcId: 'vpc-1', subnetIds: ['subnet-1'] });
  }) as unknown as { output: Record<string, { depends_on: string[] }> };
  expect(output.ready!.depends_on).toEqual(['terraform_data.deployment', 'terraform_data.user']);
});

test('a destroy that would orphan a stack is refused with the command that would not', () => {
  const { locals } = synth(local, (deployment) =>
    deployment.refuseDestroyWhileDeployed(['flux-operator']),
  ) as unknown as {
    locals: Record<string, string>;
  };
  expect(locals.refuse_destroy_before_flux_operator).toContain('cdktf destroy cluster flux-operator');
});
