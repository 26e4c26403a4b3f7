import type { Context } from '../../validation/context';
import { durationField } from '../../validation/duration-field';
import { text } from '../../validation/field';
import { objectName } from '../../validation/object-name';
import { isInside } from '../../validation/checked-in-file';

/** What every kind of source has. */
export function sourceFields({ environment }: Context) {
  return {
    /** Folder of this cluster in the repository. @default gitops/clusters/<environment> */
    path: text('a folder relative to the repository, for example gitops/clusters/dev', (path) =>
      isInside(path) ? undefined : { problem: 'is not a folder of the repository' },
    ).default(`gitops/clusters/${environment}`),

    /** Folder, relative to the project, with a checkout of the repository that Flux reconciles. @default - the project itself */
    checkout: text('a folder relative to the project, for example ../fleet', (path) =>
      /^[\w.][\w./-]*$/.test(path) ? undefined : { problem: 'is not a relative folder' },
    ).optional(),

    /** How often Flux looks for changes. @default 1m */
    interval: durationField('10s', '1h').default('1m'),

    /** Secret in flux-system with credentials, managed elsewhere. @default none */
    pullSecret: objectName('Kubernetes secret').optional(),
  };
}
