import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellEnvironment } from '../e2e/support/sandbox-shell';
import { applied } from './support/applied';
import { bootstrapSync, fluxComponents, legacyRepository } from './support/bootstrapped';
import { apply, deploymentsAvailable, everythingReady, kubectl, seconds } from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { withFluxChoices } from './support/flux-choices';
import { inSeconds, measured } from './support/measured';
import { deployFlux, destroyFlux, pendingChanges } from './support/stacks';
import { Standing } from './support/standing';
import { TerraformCode } from './support/terraform-code';
import { writeFiles } from './support/write-files';

/** The newest from which one upgrade leads to the sandbox's Flux. */
const version = '2.7.3';

/** Its Git credentials, as such code kept them: in the state, in plain text. */
const credentials = { name: 'flux-system' };

/** How Terraform's providers name themselves in `managedFields`. */
const byTerraform = ['--server-side', '--field-manager=Terraform'];

const namespaceAndSecret = (token: string) => `
resource "kubernetes_namespace_v1" "flux_system" {
  metadata {
    name = "flux-system"
  }
  lifecycle {
    ignore_changes = [metadata[0].labels]
  }
}

resource "kubernetes_secret_v1" "flux_system" {
  metadata {
    name      = "${credentials.name}"
    namespace = kubernetes_namespace_v1.flux_system.metadata[0].name
  }
  data = {
    username = "git"
    password = "${token}"
  }
}
`;

const forgotten = ['kubernetes_namespace_v1', 'kubernetes_secret_v1']
  .map(
    (type) => `
removed {
  from = ${type}.flux_system
  lifecycle {
    destroy = false
  }
}
`,
  )
  .join('');

const components = mkdtempSync(join(tmpdir(), 'infra-fleet-components-'));
const code = new TerraformCode();
let clone: FleetClone;
let before: Standing;

beforeAll(async () => {
  await everythingReady(120);
  await destroyFlux();
  clone = await FleetClone.ofMain();
  clone.write(legacyRepository);
  const revision = await clone.push();
  const { SANDBOX_PRIVATE_GIT_URL = '', SANDBOX_PRIVATE_GIT_TOKEN = '' } = shellEnvironment();
  await code.apply(namespaceAndSecret(SANDBOX_PRIVATE_GIT_TOKEN));
  writeFiles(components, fluxComponents(version));
  await kubectl(['apply', ...byTerraform, '--force-conflicts', '--kustomize', components]);
  await deploymentsAvailable('flux-system');
  await apply(bootstrapSync(SANDBOX_PRIVATE_GIT_URL, credentials), ...byTerraform);
  await applied(revision);
  await everythingReady(120);
  before = await Standing.now();
});

afterAll(async () => {
  code.remove();
  rmSync(components, { recursive: true });
  await clone.revert();
  // The root source keeps the credentials that somebody else gave it: no owner of Flux takes them away.
  await destroyFlux();
  await deployFlux();
  await everythingReady(180);
});

test('adoption from Terraform: the code that made Flux forgets it, and removes nothing', async () => {
  const known = await code.resources();
  await code.apply(forgotten);
  const gone = await before.lost();
  measured(`${known.length} resources forgotten`, `${gone.length} of ${before.size} objects lost`);
  expect({ known: known.length, left: await code.resources(), gone }).toEqual({
    known: 2,
    left: [],
    gone: [],
  });
});

test(`adoption from Terraform: the stacks take over Flux ${version}, nothing is deleted or made anew`, async () => {
  const adopting = withFluxChoices({
    adopt: true,
    sync: {
      kind: 'git',
      url: '${SANDBOX_PRIVATE_GIT_URL}',
      interval: '10s',
      pullSecret: credentials.name,
    },
  });
  const time = await seconds(async () => {
    await deployFlux(adopting);
    await everythingReady(180);
  });
  const gone = await before.lost();
  measured(
    inSeconds(time),
    `${gone.length} of ${before.size} objects, pods and definitions deleted or made anew`,
  );
  expect({ gone, pending: await pendingChanges(adopting) }).toEqual({ gone: [], pending: [] });
});
