import { z } from 'zod';
import type { Context } from './context';
import { durationField } from './duration';
import { between, pattern, text } from './field';
import { urlField } from './url';

/** The repository that Flux reconciles. */
export function syncSchema({ environment }: Context) {
  const mapping = z.strictObject({
    /** The repository's URL. */
    url: urlField('an https:// or ssh:// URL (http:// on loopback only)', ['https', 'ssh']),

    /** Default: main. */
    branch: text('the name of a branch, for example main', (branch) =>
      /^[\w.+/@-]+$/.test(branch) && !/^[-/]|\.\.|\/\/|@\{|(\/|\.|\.lock)$/.test(branch)
        ? undefined
        : { problem: 'is not the name of a branch' },
    ).default('main'),

    /** Folder of this cluster in the repository. Default: clusters/<environment>. */
    path: text('a folder relative to the repository, for example clusters/dev', (path) =>
      /^[^/\\]/.test(path) && !path.split('/').includes('..')
        ? undefined
        : { problem: 'is not a folder of the repository' },
    ).default(`clusters/${environment}`),

    /** How often Flux looks for new commits. Default: 1m. */
    interval: durationField('10s', '1h').default('1m'),

    /** Secret in flux-system with the repository's credentials. Default: none. */
    pullSecret: pattern(
      'the name of a Kubernetes secret: lower-case letters, digits, hyphens and dots',
      /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
      'is not the name of a Kubernetes secret',
    ).optional(),
  });

  return between(mapping, ['url', 'pullSecret'], ({ url, pullSecret }) =>
    url.startsWith('ssh:') && pullSecret === undefined
      ? [
          {
            at: ['url'],
            problem: 'needs a key, but flux.sync.pullSecret is not set',
            allowed: 'an ssh:// URL with flux.sync.pullSecret',
            remedy: 'Add flux.sync.pullSecret, or use an https:// URL.',
          },
        ]
      : [],
  );
}
