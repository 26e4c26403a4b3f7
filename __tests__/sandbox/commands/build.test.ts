import { build } from '../../../sandbox/src/commands/build.js';

test('a set that does not exist is refused with those that do', async () => {
  await expect(build(['flux-2.8'])).rejects.toThrow(
    '"flux-2.8" is not a set of programs. Allowed: kube, flux, flux-2.7,',
  );
});
