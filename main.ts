import { join, relative } from 'node:path';
import { App } from 'cdktf';
import { ancestorCommandLines } from './lib/terraform/command-line';
import { loadFleet, loadFluxManifests, loadSecretRevisions, loadTerraformProgram } from './lib/fleet/load';
import { ConfigurationError } from './lib/validation/errors';
import type { FleetStackProps } from './stacks/fleet-stack';
import { forgetOtherBackends, seedLocalStates } from './lib/terraform/local-state';
import { launcherNotice } from './lib/terraform/launcher-notice';
import { stateLocation } from './lib/terraform/state-location';
import { declaredUpstreams, outlivingStacks, parseSelection } from './lib/terraform/stack-selection';
import { stackNames, type StackName } from './lib/terraform/contracts';
import { ClusterStack } from './stacks/cluster';
import { FluxInstanceStack } from './stacks/flux-instance';
import { FluxOperatorStack } from './stacks/flux-operator';
import { NetworkStack } from './stacks/network';

function synthesize(): void {
  const fleet = loadFleet();
  const manifests = loadFluxManifests(fleet);
  const commandLines = ancestorCommandLines();
  const selection = commandLines.map(parseSelection).find((found) => found !== undefined);
  const launcher = join(__dirname, 'ops/bin/terraform');
  const notice = launcherNotice({ commandLines, program: loadTerraformProgram(), launcher });
  if (notice !== undefined) process.stderr.write(`${notice}\n`);

  const app = new App({ stackTraces: false });
  const checkout = relative(join(app.outdir, 'stacks', 'any'), __dirname);
  const state = stateLocation(fleet.state, checkout);
  forgetOtherBackends(app.outdir, state);
  if (fleet.state.kind === 'local') seedLocalStates(join(__dirname, fleet.state.folder));

  const props = (name: StackName): FleetStackProps => ({
    fleet,
    state,
    outlivedBy: outlivingStacks(name, selection),
    conditionsAt: selection?.verb === 'deploy' ? 'plan' : 'apply',
  });
  const stacks = {
    network: new NetworkStack(app, props('network')),
    cluster: new ClusterStack(app, {
      ...props('cluster'),
      fluxComponents: manifests.instance.spec.components,
    }),
    'flux-operator': new FluxOperatorStack(app, { ...props('flux-operator'), manifests, checkout }),
    'flux-instance': new FluxInstanceStack(app, {
      ...props('flux-instance'),
      manifests,
      checkout,
      secretRevisions: loadSecretRevisions(fleet),
    }),
  };
  for (const name of stackNames) {
    for (const upstream of declaredUpstreams(name, selection)) stacks[name].addDependency(stacks[upstream]);
  }
  app.synth();
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.format()}\n`);
  process.exitCode = 1;
}
