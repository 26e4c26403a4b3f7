import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { repeatableTypes } from '../../ops/recovery/kinds/index';
import { inventory, type Inventory } from '../e2e/support/aws-inventory';
import { type, typed, type CommandResult } from '../e2e/support/sandbox-shell';
import { checkout } from '../support/synth';

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}

const stacks = ['network', 'cluster'] as const;
const stateFile = (stack: string) => join(checkout, '.sandbox/terraform/dev', `${stack}.tfstate`);

/** The ids of what a stack made, by address, without what may be made a second time. */
function idsOf(stack: string): Readonly<Record<string, string>> {
  const { resources } = JSON.parse(readFileSync(stateFile(stack), 'utf8')) as State;
  return Object.fromEntries(
    resources
      .filter(({ mode, type }) => mode === 'managed' && type.startsWith('aws_') && !(type in repeatableTypes))
      .flatMap(({ type, name, instances }) =>
        instances.map(({ attributes }) => [`${type}.${name}`, attributes.id]),
      ),
  );
}

/** As after a loss of the machine that had the states: everything exists, and no state knows it. */
describe('every choice of a fleet file, when its states are lost', () => {
  const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-lost-states-'));
  const overrides = join(folder, 'overrides.yaml');
  const dev = `FLEET=dev FLEET_OVERRIDES=${overrides}`;
  const made = { ids: {} as Record<string, object>, inAws: {} as Inventory };
  let deploy: CommandResult;

  beforeAll(() => {
    const everyChoice = readFileSync(join(checkout, 'ops/scan/every-choice.yaml'), 'utf8');
    const choices = parse(everyChoice) as { network: object; registry: object };
    // NAT gateways and repositories, which every-choice.yaml leaves out.
    Object.assign(choices.network, { nat: 'zone' });
    Object.assign(choices.registry, { repositories: ['apps/one'] });
    writeFileSync(overrides, stringify(choices));

    typed(`${dev} cdktf deploy network cluster`);
    for (const stack of stacks) made.ids[stack] = idsOf(stack);
    made.inAws = inventory('dev');
    for (const stack of stacks) {
      rmSync(stateFile(stack));
      rmSync(`${stateFile(stack)}.backup`, { force: true });
    }
  });
  afterAll(() => {
    type(`${dev} cdktf destroy cluster network`);
    rmSync(folder, { recursive: true });
  });

  test('ops doctor names what no state knows', () => {
    const { status, output } = type(`${dev} cdktf synth && ${dev} ops/bin/ops doctor`);
    expect({
      status,
      cluster: output.includes(':cluster/infra-fleet-dev has the tags of this fleet'),
    }).toEqual({
      status: 2, // of make, for a command of the shell that failed
      cluster: true,
    });
  });

  test('the same command takes it in', () => {
    deploy = type(`${dev} cdktf deploy network cluster`);
    expect(deploy).toMatchObject({
      status: 0,
      output: expect.stringContaining('Taken in: aws_eks_cluster infra-fleet-dev exists') as string,
    });
  });

  test('nothing is destroyed for it', () => {
    expect(deploy.output).not.toMatch(/[1-9]\d* (to destroy|destroyed)/);
  });

  test.each(stacks)('the state of %s has what it had', (stack) => {
    expect(idsOf(stack)).toEqual(made.ids[stack]);
  });

  test('AWS has what it had', () => {
    expect(inventory('dev')).toEqual(made.inAws);
  });

  test.each(stacks)('there is nothing left to change in %s', (stack) => {
    expect(typed(`${dev} cdktf diff ${stack}`)).toContain('No changes.');
  });

  test('ops doctor finds nothing', () => {
    expect(typed(`${dev} ops/bin/ops doctor`)).toContain('Nothing was left behind.');
  });

  test('ops drift finds nothing', () => {
    expect(typed(`${dev} ops/bin/ops drift`)).toContain('cluster: no drift');
  });
});
