import { type Case, cases } from './cases';
import { Fleet } from './support/fleet';
import { moveStates } from './support/fleet-states';
import { moments } from './support/moments';
import { Trial } from './support/trial';

const fleet = new Fleet();

/** `INTERRUPT_CASES=ci` selects the cases of `.ci/run`. */
const tried = process.env.INTERRUPT_CASES === 'ci' ? cases.filter(({ ci }) => ci) : cases;

function nameOf({ signal, moment, selected, state }: Case): string {
  const stacks = selected === '*' ? `'*'` : selected.join(' ');
  return `${signal} while ${moment}, ${moments[moment].verb} ${stacks}, ${state} state`;
}

// Other commands in the sandbox expect its states where they were.
afterAll(async () => await moveStates('local'));

test.each(tried.map((one) => [nameOf(one), one] as const))('%s', async (_, one) => {
  const trial = new Trial(fleet, one);
  await trial.run();
  expect(trial.broken.join('\n\n')).toBe('');
});
