import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { typed } from '../../e2e/support/sandbox-shell';

/** Pushes the operator's chart under another version, signed with a key that nobody trusts. */
export function pushOperatorOfAnotherKey(from: string, version: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-chart-'));
  const offline = '--use-signing-config=false --tlog-upload=false --yes';
  try {
    typed(
      [
        `cd ${folder}`,
        `helm pull $SANDBOX_CHARTS_URL/flux-operator --version ${from} --untar`,
        `helm package flux-operator --version ${version}`,
        `helm push flux-operator-${version}.tgz $SANDBOX_CHARTS_URL`,
        'export COSIGN_PASSWORD=',
        'cosign generate-key-pair --output-key-prefix another',
        `cosign sign --key another.key ${offline} \${SANDBOX_CHARTS_URL#oci://}/flux-operator:${version}`,
      ].join(' && '),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
