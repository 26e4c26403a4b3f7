import { kubectlJson, until } from './cluster';

/** Waits until the root Kustomization has applied a revision. */
export async function applied(revision: string): Promise<void> {
  await until(`${revision} to be applied`, 120, async () => {
    const { status } = await kubectlJson<{ status?: { lastAppliedRevision?: string } }>([
      'get',
      'kustomization/flux-system',
      '--namespace=flux-system',
    ]);
    return status?.lastAppliedRevision?.endsWith(revision) === true ? true : undefined;
  });
}
