import { resourcesOf } from '../e2e/support/sandbox-shell';
import { sandbox } from './support/fleet';

const stacks = ['network', 'cluster', 'flux-operator', 'flux-instance'];
const inStates = () => stacks.map((stack) => resourcesOf(stack));

describe('under deletion protection', () => {
  beforeAll(() => {
    sandbox.set({ cluster: { deletionProtection: true } });
    sandbox.run('deploy cluster');
  });

  afterAll(() => {
    sandbox.set({ cluster: { deletionProtection: false } });
    sandbox.run('deploy cluster');
  });

  test.each(['*', ...stacks.map((_, index) => stacks.slice(index).reverse().join(' ')).slice(0, 2)])(
    'the destroy of %s is refused at the start, and nothing is changed',
    (selected) => {
      const before = inStates();
      const { status, output } = sandbox.try(`destroy ${selected === '*' ? `'*'` : selected}`);
      expect({ status, output, states: inStates() }).toEqual({
        status: 2,
        output: expect.stringMatching(
          /Refused: the cluster infra-fleet-sandbox has deletion protection[^]*set cluster.deletionProtection to false/,
        ) as string,
        states: before,
      });
    },
  );
});
