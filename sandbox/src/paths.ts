import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The checkout that this sandbox belongs to. */
export const checkout = resolve(import.meta.dirname, '..', '..');

/**
 * Everything that one sandbox writes while it runs. The folder is in the checkout, so two checkouts can run a sandbox
 * each, and `make sandbox-down` removes it whole.
 */
export const state = {
  root: join(checkout, '.sandbox'),
  logs: join(checkout, '.sandbox', 'logs'),
  processes: join(checkout, '.sandbox', 'processes'),
  aws: join(checkout, '.sandbox', 'aws'),
  clusters: join(checkout, '.sandbox', 'clusters'),
  git: join(checkout, '.sandbox', 'git'),
  charts: join(checkout, '.sandbox', 'charts'),
  registry: join(checkout, '.sandbox', 'registry'),
  home: join(checkout, '.sandbox', 'home'),
  terraform: join(checkout, '.sandbox', 'terraform'),
  faults: join(checkout, '.sandbox', 'faults'),
  endpoints: join(checkout, '.sandbox', 'endpoints.json'),
} as const;

/** The repository that Flux reconciles. */
export const repositoryFolder = join(state.git, 'fleet.git');

/**
 * What is built or downloaded once and shared by every checkout: `INFRA_FLEET_CACHE`, else `infra-fleet` below
 * `XDG_CACHE_HOME`, else `~/.cache/infra-fleet`.
 */
export const cache = ((): { root: string; builds: string; python: string; binaries: string } => {
  const root =
    process.env.INFRA_FLEET_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'infra-fleet');
  return {
    root,
    builds: join(root, 'builds'),
    python: join(root, 'python'),
    binaries: join(root, 'bin'),
  };
})();
