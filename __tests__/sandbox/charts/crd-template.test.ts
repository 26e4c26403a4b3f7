import { crdTemplate } from '../../../sandbox/src/charts/crd-template.js';

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.21.0
  name: things.example.com
spec:
  description: uses {{ templates }}
`;

test('the definitions are kept when the release goes', () => {
  expect(crdTemplate([definition])).toContain('helm.sh/resource-policy: keep');
});

test('annotations of the definition stay', () => {
  expect(crdTemplate([definition])).toContain('controller-gen.kubebuilder.io/version: v0.21.0');
});

test('the definitions come with installCRDs only', () => {
  expect(crdTemplate([definition])).toMatch(/^\{\{- if \.Values\.installCRDs \}\}[^]*\{\{- end \}\}\n$/);
});

test('braces in a definition are text, not template', () => {
  expect(crdTemplate([definition])).toContain('uses {{ "{{" }} templates }}');
});
