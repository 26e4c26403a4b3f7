import * as z from 'zod';
import { withRulesBetween, type Faults } from '../../../lib/validation/field';

const mapping = z.strictObject({ size: z.strictObject({ least: z.number(), most: z.number() }) });
type Sizes = z.output<typeof mapping>;

test('the compiler refuses a rule that reads a key that is not there', () => {
  // @ts-expect-error there is no key `highest`
  expect(withRulesBetween(mapping, ['size.highest'], () => [])).toBeDefined();
});

test('the compiler refuses a fault at a key that is not there', () => {
  // @ts-expect-error there is no key `highest`
  const faults: Faults<Sizes> = [{ at: ['size', 'highest'], problem: 'is wrong' }];
  expect(faults).toHaveLength(1);
});

test('a rule is silent while a key that it reads is invalid', () => {
  const rule = jest.fn(() => []);
  withRulesBetween(mapping, ['size.least'], rule).safeParse({ size: { least: '1', most: 2 } });
  expect(rule).not.toHaveBeenCalled();
});

test('a rule runs although a key that it does not read is invalid', () => {
  const rule = jest.fn(() => []);
  withRulesBetween(mapping, ['size.least'], rule).safeParse({ size: { least: 1, most: '2' } });
  expect(rule).toHaveBeenCalled();
});

test('a fault is reported at its key', () => {
  const faults: Faults<Sizes> = [{ at: ['size', 'least'], problem: 'is wrong' }];
  const ruled = withRulesBetween(mapping, ['size'], () => faults);
  const result = ruled.safeParse({ size: { least: 3, most: 2 } });
  expect(result.error?.issues.map(({ path }) => path)).toEqual([['size', 'least']]);
});
