import { simulatedPodQuery } from '../../../sandbox/src/pods/selection.js';
import { stages } from '../../../sandbox/src/pods/stages.js';

interface PodStage {
  readonly resourceRef: { readonly kind: string };
  readonly selector: {
    readonly matchExpressions: readonly { readonly key: string; readonly operator: string }[];
  };
}

test.each(
  stages()
    .map(({ metadata, spec }) => ({ name: metadata.name, spec: spec as PodStage }))
    .filter(({ spec }) => spec.resourceRef.kind === 'Pod'),
)('the stage $name leaves executed pods alone', ({ spec }) => {
  expect(spec.selector.matchExpressions).toContainEqual({ key: simulatedPodQuery(), operator: 'Exists' });
});
