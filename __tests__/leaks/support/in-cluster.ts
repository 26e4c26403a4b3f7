import { eventually, type } from '../../e2e/support/sandbox-shell';

/** The value of a key of a Secret in flux-system. */
export function secretInCluster(name: string, key: string): string {
  const { output } = type(`kubectl get secret ${name} -n flux-system -o json`);
  const { data } = JSON.parse(output) as { data: Record<string, string> };
  return Buffer.from(data[key] ?? '', 'base64').toString();
}

/** The state of the source and of the root Kustomization, after Flux was told to look again. */
export async function syncedAgain(): Promise<void> {
  const now = `reconcile.fluxcd.io/requestedAt=${Date.now()}`;
  for (const kind of ['gitrepository', 'kustomization']) {
    type(`kubectl annotate --overwrite ${kind}/flux-system -n flux-system ${now}`);
    const handled = `-o jsonpath='{.status.lastHandledReconcileAt} {.status.conditions[?(@.type=="Ready")].status}'`;
    await eventually(
      90,
      () => type(`kubectl get ${kind} flux-system -n flux-system ${handled}`).output.trim(),
      (seen) => seen === `${now.split('=')[1]} True`,
    );
  }
}
