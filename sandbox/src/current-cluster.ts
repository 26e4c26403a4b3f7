import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The cluster that kubectl talks to by a kubeconfig file; empty when there is none. */
export function currentCluster(kubeconfig: string): string {
  try {
    const config = parse(readFileSync(kubeconfig, 'utf8')) as { 'current-context'?: string } | null;
    return config?.['current-context'] ?? '';
  } catch {
    return '';
  }
}

/** The message after a deploy or destroy that made another cluster the current one. */
export function switchedTo(cluster: string): string {
  return cluster === '' ? 'kubectl talks to no cluster now.' : `kubectl talks to the cluster ${cluster} now.`;
}

/** Lines of a start-up file of Bash that tell it before the prompt. */
export const tellBeforePrompt = String.raw`
sandbox_tell_cluster() {
  local now
  now=$(sed -n 's/^current-context: *"\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$KUBECONFIG" 2>/dev/null)
  [ "$now" = "$sandbox_cluster" ] && return
  if [ -n "$now" ]; then echo "${switchedTo('$now')}"; else echo "${switchedTo('')}"; fi
  sandbox_cluster=$now
}
sandbox_tell_cluster > /dev/null
PROMPT_COMMAND="sandbox_tell_cluster${'${PROMPT_COMMAND:+; $PROMPT_COMMAND}'}"
`;
