import { waitedFor, type WaitedFor } from '../../lib/flux/programs';
import { FluxCluster } from '../cluster/flux-cluster';
import { connectionFromSettings, readSetting, type Settings } from '../cluster/settings';
import { waitForFlux } from '../cluster/wait-for-flux';
import { runProgram } from './program';

const setting: Settings<'wait-for-flux'> = readSetting;

/** Waits until Flux, or the requested part of it, is Ready, and prints every change. */
async function wait(): Promise<void> {
  await waitForFlux({
    cluster: new FluxCluster(connectionFromSettings()),
    namespace: setting('FLUX_NAMESPACE'),
    scope: scopeSetting(),
    timeout: setting('FLUX_READY_TIMEOUT'),
    stack: setting('STACK'),
    say: (line) => console.log(line),
    saysWhatWasReady: true,
  });
}

function scopeSetting(): WaitedFor {
  const value = setting('FLUX_WAIT_FOR');
  const scope = waitedFor.find((candidate) => candidate === value);
  if (scope === undefined) throw new Error(`FLUX_WAIT_FOR is ${value}. Allowed: ${waitedFor.join(', ')}.`);
  return scope;
}

runProgram({ work: wait, left: 'Not everything was Ready yet; Flux continues on its own.' });
