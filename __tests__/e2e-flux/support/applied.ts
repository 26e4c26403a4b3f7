import { kubectlJson, until } from './cluster';

/** Waits until the root Kustomization has applied a revision. */
export async function applied(revision: string, timeoutSeconds = 120): Promise<void> {
  await until(`${revision} to be applied`, timeoutSeconds, async () => {
    const { status } = await kubectlJson<{ status?: { lastAppliedRevision?: string } }>([
      'get',
      'kustomization/flux-system',
      '--namespace=flux-system',
    ]);
    return status?.lastAppliedRevision?.endsWith(revision) === true ? true : undefined;
  });
}
