import { only, removeSynthesized, type ResourceJson, type StackJson, synthesize } from '../support/synth';

let operator: StackJson;
let instance: StackJson;

beforeAll(() => {
  const app = synthesize({ fleet: 'dev' });
  operator = app.stack('flux-operator');
  instance = app.stack('flux-instance');
});
afterAll(removeSynthesized);

function uninstallOf(stack: StackJson): ResourceJson {
  return stack.resource.terraform_data!.flux_uninstall!;
}

/** The address of the one Helm release of a stack. */
function release(stack: StackJson): string {
  return `helm_release.${Object.keys(stack.resource.helm_release!)[0]}`;
}

test("the workloads' step is destroyed before the release that it prepares", () => {
  expect(uninstallOf(instance).depends_on).toContain(release(instance));
});

test("the operator's definitions are removed after its release", () => {
  expect(only(operator, 'helm_release').depends_on).toContain('terraform_data.flux_uninstall');
});

test('workloads outlive Flux by default', () => {
  expect(uninstallOf(instance).input).toMatchObject({ FLUX_ON_DESTROY: 'keep-workloads' });
});

test('the step runs when it is destroyed, with nothing but what it kept itself', () => {
  const [provisioner] = uninstallOf(instance).provisioner as {
    'local-exec': { when: string; environment: Record<string, string> };
  }[];
  const { when, environment } = provisioner!['local-exec'];
  const foreign = Object.values(environment).filter((value) => !/^\$\{self\.input\.[A-Z_]+\}$/.test(value));
  expect({ when, foreign }).toEqual({ when: 'destroy', foreign: [] });
});
