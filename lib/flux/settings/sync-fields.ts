import type { Context } from '../../validation/context';
import { durationField } from '../../validation/duration-field';
import { pattern, text } from '../../validation/field';
import { isInside } from '../../validation/checked-in-file';

/** What every kind of source has. */
export function sourceFields({ environment }: Context) {
  return {
    /** Folder of this cluster in the repository. Default: clusters/<environment>. */
    path: text('a folder relative to the repository, for example clusters/dev', (path) =>
      isInside(path) ? undefined : { problem: 'is not a folder of the repository' },
    ).default(`clusters/${environment}`),

    /** How often Flux looks for changes. Default: 1m. */
    interval: durationField('10s', '1h').default('1m'),

    /** Secret in flux-system with credentials, which somebody else makes. Default: none. */
    pullSecret: pattern(
      'the name of a Kubernetes secret: lower-case letters, digits, hyphens and dots',
      /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
      'is not the name of a Kubernetes secret',
    ).optional(),
  };
}
