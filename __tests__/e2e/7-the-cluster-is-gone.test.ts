import { inventory } from './support/aws-inventory';
import { resourcesOf, type, typed } from './support/sandbox-shell';

const cluster = '--cluster-name infra-fleet-sandbox';

beforeAll(() => {
  typed(`
for name in $(aws eks list-nodegroups ${cluster} --query 'nodegroups[]' --output text); do
  aws eks delete-nodegroup ${cluster} --nodegroup-name $name
done
for name in $(aws eks list-addons ${cluster} --query 'addons[]' --output text); do
  aws eks delete-addon ${cluster} --addon-name $name
done
aws eks delete-cluster --name infra-fleet-sandbox`);
});

test('a plan says that nobody knows whether the cluster matches', () => {
  expect(typed('cdktf diff flux-instance')).toContain(
    'whether the cluster still matches that state is not known',
  );
});

test('everything can be destroyed, and what went with the cluster is named', () => {
  const { status, output } = type(`cdktf destroy '*'`);
  expect({ status, output }).toEqual({
    status: 0,
    output: expect.stringMatching(/Forgotten: helm_release\.instance/) as string,
  });
});

test('no state and no account has anything left', () => {
  const states = ['network', 'cluster', 'flux-operator', 'flux-instance'].flatMap((stack) =>
    resourcesOf(stack),
  );
  const left = Object.entries(inventory('sandbox')).filter(([, ids]) => ids.length > 0);
  expect({ states, left }).toEqual({ states: [], left: [] });
});
