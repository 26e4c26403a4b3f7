import { join } from 'node:path';
import { checkout } from '../../support/synth';
import { typedJson } from './sandbox-shell';

interface Pushed {
  readonly digest: string;
}

/** Pushes a folder of the checkout to the sandbox's registry. Gives the artifact's name by digest. */
export function pushArtifact(repository: string, folder: string, tag = 'latest'): string {
  const { digest } = typedJson<Pushed>(
    `flux push artifact oci://$SANDBOX_REGISTRY/${repository}:${tag} --path=${join(checkout, folder)} ` +
      '--source=https://git.example.com/fleet --revision=main@sha1:0000000000000000000000000000000000000000 ' +
      '--output=json 2>/dev/null',
  );
  return `\${SANDBOX_REGISTRY}/${repository}@${digest}`;
}
