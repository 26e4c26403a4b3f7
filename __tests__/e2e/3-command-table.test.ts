import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackNames } from '../../lib/terraform/contracts';
import { checkout } from '../support/synth';
import { eventually, pidOf, resourcesOf, type, typed } from './support/sandbox-shell';

/** The states of all stacks to the letter, to show that a refused command changed nothing. */
function states(): string[] {
  return stackNames.map((stack) =>
    readFileSync(join(checkout, '.sandbox/terraform/sandbox', `${stack}.tfstate`), 'utf8'),
  );
}

/** A command that must fail, with what it says. */
function refused(command: string): string {
  const { status, output } = type(command);
  if (status === 0) throw new Error(`"${command}" succeeded:\n${output}`);
  return output;
}

/**
 * The order in which cdktf made, or destroyed, the first resource of each stack. cdktf names the stack before the first of the lines
 * that Terraform writes at once.
 */
function order(output: string, verb: 'Creating' | 'Destroying'): string[] {
  const found = new Set<string>();
  let current: string | undefined;
  for (const line of output.split('\n')) {
    current = stackNames.find((stack) => line.startsWith(`${stack} `)) ?? current;
    if (current !== undefined && line.includes(`: ${verb}...`)) found.add(current);
  }
  return [...found];
}

function planOf(stack: string): string {
  return typed(`cdktf diff ${stack}`);
}

describe('with everything up', () => {
  test('a destroy of the cluster alone is refused', () => {
    expect(refused('cdktf destroy cluster')).toMatch(/Refused: the stack flux-instance needs cluster/);
  });

  test('a refused destroy changes nothing', () => {
    const before = states();
    refused('cdktf destroy cluster');
    expect(states()).toEqual(before);
  });

  test.each(stackNames)('%s can be planned while the cluster does not answer', (stack) => {
    const pid = pidOf('kube-apiserver');
    process.kill(pid, 'SIGSTOP');
    try {
      expect(planOf(stack)).toMatch(/No changes\.|Plan: /);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});

describe('with a network from before its contract had an output', () => {
  const file = join(checkout, '.sandbox/terraform/sandbox/network.tfstate');
  let state: string;

  beforeAll(() => {
    state = readFileSync(file, 'utf8');
    const { outputs, ...rest } = JSON.parse(state) as { outputs: Record<string, unknown> };
    const others = Object.entries(outputs).filter(([name]) => name !== 'intra_subnet_ids');
    writeFileSync(file, JSON.stringify({ ...rest, outputs: Object.fromEntries(others) }));
  });
  afterAll(() => writeFileSync(file, state));

  test('a deploy of the cluster names the output and the command to run first', () => {
    expect(refused('cdktf deploy cluster').replace(/\s*[│\n]\s*/g, ' ')).toMatch(
      /outputs that cluster needs now: intra_subnet_ids\. Run first: cdktf deploy network/,
    );
  });

  test('the cluster can be planned', () => {
    expect(planOf('cluster')).toMatch(/No changes\.|Plan: /);
  });
});

describe('from everything up to nothing', () => {
  test('all stacks are destroyed in reverse order', () => {
    expect(order(typed(`cdktf destroy '*'`), 'Destroying')).toEqual([...stackNames].reverse());
  });

  test.each(stackNames)('nothing is left of %s', (stack) => {
    expect(resourcesOf(stack)).toEqual([]);
  });

  test('nothing is left in AWS', () => {
    expect(typed('aws eks list-clusters --query clusters --output json').trim()).toBe('[]');
  });

  test.each(stackNames)('%s can be planned after it was destroyed', (stack) => {
    expect(planOf(stack)).toMatch(/Plan: [1-9]\d* to add, 0 to change, 0 to destroy/);
  });

  test('an apply without what it needs names the command to run first', () => {
    expect(refused('cdktf deploy cluster')).toContain('Run first: cdktf deploy network');
  });
});

describe('from nothing to everything', () => {
  test('network and cluster are deployed, the network first', () => {
    expect(order(typed('cdktf deploy network cluster'), 'Creating')).toEqual(['network', 'cluster']);
  });

  test('Flux without its operator is an error that names the command to run first', () => {
    expect(refused('cdktf deploy flux-instance')).toContain('Run first: cdktf deploy flux-operator');
  });

  test('Flux without its operator changes nothing', () => {
    const before = states();
    refused('cdktf deploy flux-instance');
    expect(states()).toEqual(before);
  });

  test('what is missing is deployed in order, what is there is left alone', () => {
    expect(order(typed(`cdktf deploy '*'`), 'Creating')).toEqual(['flux-operator', 'flux-instance']);
  });

  test('the new cluster is in step with Git', () => {
    const ready = `kubectl wait --for=condition=Ready --timeout=120s -n flux-system kustomizations --all`;
    expect(type(ready).status).toBe(0);
  });
});

describe('Flux alone', () => {
  test('Flux is destroyed before its operator', () => {
    expect(order(typed('cdktf destroy flux-instance flux-operator'), 'Destroying')).toEqual([
      'flux-instance',
      'flux-operator',
    ]);
  });

  test('workloads outlive Flux', () => {
    expect(type('kubectl get deployment hello -n applications').status).toBe(0);
  });

  test('operator and instance are deployed in that order', () => {
    expect(order(typed('cdktf deploy flux-operator flux-instance'), 'Creating')).toEqual([
      'flux-operator',
      'flux-instance',
    ]);
  });

  test('all stacks can be deployed over what is there', () => {
    expect(order(typed(`cdktf deploy '*'`), 'Creating')).toEqual([]);
  });
});

describe('access to the cluster', () => {
  const principal = 'arn:aws:iam::000000000000:role/sandbox/deployer';
  const entry = `--cluster-name infra-fleet-sandbox --principal-arn ${principal}`;

  afterAll(() => typed('cdktf deploy cluster'));

  test('without its access entry the caller is refused', async () => {
    typed(`aws eks delete-access-entry ${entry}`);
    const refused = await eventually(
      30,
      () => type('kubectl get namespaces'),
      ({ status }) => status !== 0,
    );
    expect(refused.output).toMatch(/You must be logged in to the server|Unauthorized/);
  });
});
