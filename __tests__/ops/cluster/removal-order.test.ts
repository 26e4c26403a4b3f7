import { removableNow, type Removable } from '../../../ops/cluster/removal-order';

function item(object: string, dependsOn: string[] = [], owns: string[] = []): Removable {
  return { object, dependsOn, owns };
}

/** The steps in which everything is removed. */
function steps(all: readonly Removable[]): string[][] {
  const left = [...all];
  const result: string[][] = [];
  while (left.length > 0) {
    const step = removableNow(left).map(({ object }) => object);
    result.push(step);
    for (const object of step)
      left.splice(
        left.findIndex((other) => other.object === object),
        1,
      );
  }
  return result;
}

test('a dependent goes before what it depends on', () => {
  expect(steps([item('infrastructure'), item('applications', ['infrastructure'])])).toEqual([
    ['applications'],
    ['infrastructure'],
  ]);
});

test('what was applied goes before what applied it', () => {
  expect(steps([item('root', [], ['child']), item('child')])).toEqual([['child'], ['root']]);
});

test('what a Kustomization applied is depended upon like the Kustomization itself', () => {
  const all = [
    item('infrastructure', [], ['controller']),
    item('controller'),
    item('applications', ['infrastructure'], ['app']),
    item('app'),
    item('root', [], ['infrastructure', 'applications']),
  ];
  expect(steps(all)).toEqual([['app'], ['applications'], ['controller'], ['infrastructure'], ['root']]);
});

test('what does not depend on each other goes in one step', () => {
  expect(steps([item('one'), item('two')])).toEqual([['one', 'two']]);
});

test('what is not there any more holds up nothing', () => {
  expect(steps([item('applications', ['gone'], ['gone too'])])).toEqual([['applications']]);
});

test('a cycle ends nothing', () => {
  expect(steps([item('one', ['two']), item('two', ['one'])])).toEqual([['one', 'two']]);
});

test('a Kustomization that depends on what applied it goes first', () => {
  expect(steps([item('root', [], ['child']), item('child', ['root'])])).toEqual([['child'], ['root']]);
});
