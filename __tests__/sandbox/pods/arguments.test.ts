import {
  expandVariables,
  listeningPort,
  rewriteArguments,
  rewritePath,
} from '../../../sandbox/src/pods/arguments.js';
import type { FlagRule } from '../../../sandbox/src/pods/program.js';

const context = {
  port: (containerPort: number): number => containerPort + 20000,
  servicePort: (containerPort: number): number => containerPort + 30000,
  path: (containerPath: string): string => `/here${containerPath}`,
  fluxOperatorData: '/data-of-the-operator',
};
const metrics: FlagRule = { flag: '--metrics-addr', listensOn: 8080, reason: 'test' };
const election: FlagRule = { flag: '--leader', isSwitch: true, value: () => 'false', reason: 'test' };
const advertised: FlagRule = {
  flag: '--adv-addr',
  value: ({ servicePort }) => `127.0.0.1:${servicePort(9090)}`,
  reason: 'test',
};

function rewrite(args: readonly string[], ...rules: readonly FlagRule[]): string[] {
  return rewriteArguments({
    args,
    rules,
    context,
    variables: { RUNTIME_NAMESPACE: 'flux-system' },
    mounts: [{ containerPath: '/data', hostPath: '/pods/1/data' }],
  });
}

test('variables are expanded', () => {
  expect(expandVariables('a.$(NS).svc', { NS: 'flux-system' })).toBe('a.flux-system.svc');
});

test('an unknown variable stays as it is', () => {
  expect(expandVariables('$(NOWHERE)', {})).toBe('$(NOWHERE)');
});

test('a doubled dollar keeps a variable from being expanded', () => {
  expect(expandVariables('$$(NS)', { NS: 'flux-system' })).toBe('$(NS)');
});

test('a path below a mount moves to its folder', () => {
  expect(rewritePath('/data/a/b', [{ containerPath: '/data', hostPath: '/pods/1' }])).toBe('/pods/1/a/b');
});

test('a path that only begins like a mount stays', () => {
  expect(rewritePath('/database', [{ containerPath: '/data', hostPath: '/pods/1' }])).toBe('/database');
});

test('of nested mounts the deeper one counts', () => {
  const mounts = [
    { containerPath: '/data', hostPath: '/outer' },
    { containerPath: '/data/cache', hostPath: '/inner' },
  ];
  expect(rewritePath('/data/cache/x', mounts)).toBe('/inner/x');
});

test.each([
  [':8080', 8080],
  ['0.0.0.0:9440', 9440],
  ['[::]:9090', 9090],
  ['8081', 8081],
  ['0', undefined],
  [':0', undefined],
  ['', undefined],
])('the listening port of %j is %s', (address, port) => {
  expect(listeningPort(address)).toBe(port);
});

test('a listening address moves to the loopback port that stands for it', () => {
  expect(rewrite(['--metrics-addr=:8888'], metrics)).toEqual(['--metrics-addr=127.0.0.1:28888']);
});

test('a flag that the pod does not set listens on what its default stands for', () => {
  expect(rewrite([], metrics)).toEqual(['--metrics-addr=127.0.0.1:28080']);
});

test('a server that the pod switched off stays off', () => {
  expect(rewrite(['--metrics-addr=0'], metrics)).toEqual(['--metrics-addr=0']);
});

test('a value in an argument of its own is taken with its flag', () => {
  expect(rewrite(['--metrics-addr', ':8080', '--x'], metrics)).toEqual([
    '--x',
    '--metrics-addr=127.0.0.1:28080',
  ]);
});

test('the argument after a switch is not its value', () => {
  expect(rewrite(['--leader', 'run'], election)).toEqual(['run', '--leader=false']);
});

test('a mount path in the value of any flag moves to its folder', () => {
  expect(rewrite(['--storage-path=/data'])).toEqual(['--storage-path=/pods/1/data']);
});

const storage: FlagRule = {
  flag: '--storage',
  value: ({ path }, podValue) => path(podValue ?? '/data'),
  reason: 'test',
};

test('a path that is the default of a flag moves to its folder', () => {
  expect(rewrite([], storage)).toEqual(['--storage=/here/data']);
});

test('a rule knows the value of the pod', () => {
  expect(rewrite(['--storage=/tmp'], storage)).toEqual(['--storage=/here/tmp']);
});

test('an advertised address is the one that outlives the pod', () => {
  expect(rewrite(['--adv-addr=source-controller.$(RUNTIME_NAMESPACE).svc'], advertised)).toEqual([
    '--adv-addr=127.0.0.1:39090',
  ]);
});
