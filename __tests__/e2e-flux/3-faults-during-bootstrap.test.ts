import { setTimeout as delay } from 'node:timers/promises';
import { beginFault } from '../../sandbox/src/faults';
import { everythingReady, kubectl, until } from './support/cluster';
import { controllers } from './support/controllers';
import { kill } from './support/faults';
import { inSeconds, measured } from './support/measured';
import { bootstrap } from './support/stacks';

beforeAll(async () => await everythingReady(120));

/** Waits for a program's first process and kills it. */
async function killWhenStarted(program: string): Promise<void> {
  await until(`${program} to run`, 120, () => Promise.resolve(kill(`flux-system.${program}`)));
}

async function fluxInstanceExists(): Promise<void> {
  await until('the FluxInstance to exist', 120, async () => {
    return await kubectl(['get', 'fluxinstance/flux', '--namespace=flux-system', '--output=name']);
  });
}

test('fault during bootstrap: Git server away for a minute from the beginning', async () => {
  const time = await bootstrap(async () => {
    const end = beginFault('git');
    await delay(60_000);
    end();
  });
  measured(`${inSeconds(time)} until everything is Ready, the minute included`);
});

test('faults during bootstrap: operator and every controller killed when they start, chart registry away for 40 s', async () => {
  const time = await bootstrap(async () => {
    await fluxInstanceExists();
    const end = beginFault('charts');
    await Promise.all(['flux-operator', ...controllers].map(killWhenStarted));
    await delay(40_000);
    end();
  });
  measured(`${inSeconds(time)} until everything is Ready`);
});

test('fault during bootstrap: API server killed while Flux is installed', async () => {
  const time = await bootstrap(async () => {
    await fluxInstanceExists();
    kill('kube-apiserver');
  });
  measured(`${inSeconds(time)} until everything is Ready`);
});
