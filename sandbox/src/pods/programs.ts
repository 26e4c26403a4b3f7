import { join } from 'node:path';
import { buildFolder } from '../build/build-key.js';
import { fluxPrograms } from './flux-programs.js';
import { listener, noLeaderElection, type Program } from './program.js';

/** The port on which the operator's web interface listens. */
export const webPort = 9080;

const operatorPrograms: readonly Program[] = [
  {
    image: 'flux-operator',
    set: 'kube',
    binary: 'flux-operator',
    entrypoint: 'flux-operator',
    flags: [
      listener('--metrics-addr', 8080),
      listener('--health-addr', 8081),
      noLeaderElection,
      {
        flag: '--storage-path',
        value: (context) => context.fluxOperatorData,
        reason: 'The image carries the distribution data under /data.',
      },
    ],
    environment: {
      // The image is built with GOFIPS140; the program refuses to start without FIPS 140-3 mode.
      GODEBUG: 'fips140=on',
      WEB_SERVER_PORT: (context, podValue = '0') =>
        podValue === '0' ? '0' : String(context.port(Number(podValue))),
    },
    servicePorts: [webPort],
  },
  {
    image: 'flux-operator-cli',
    set: 'kube',
    binary: 'flux-operator-cli',
    entrypoint: 'flux-operator',
    flags: [],
    environment: {},
  },
];

/** The images that have a program, with everything that is changed about them. */
export const programs: readonly Program[] = [...operatorPrograms, ...fluxPrograms];

/** Absolute path of a program; does not look whether it is built yet. */
export function programFile(program: Program): string {
  return join(buildFolder(program.set), 'bin', program.binary);
}
