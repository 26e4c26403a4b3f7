import { pinnedProgram } from '../../../sandbox/src/build/pinned-versions.js';
import { fluxPrograms } from '../../../sandbox/src/pods/flux-programs.js';

test.each(fluxPrograms)('$image $release is what the pins build', ({ set, binary, release }) => {
  expect(pinnedProgram(set, binary)).toMatch(new RegExp(`^${release}\\.\\d+$`));
});
