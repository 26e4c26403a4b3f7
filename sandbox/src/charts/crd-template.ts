import { parse, stringify } from 'yaml';

interface CustomResourceDefinition {
  readonly metadata: { readonly annotations?: Record<string, string>; readonly name: string };
}

const labels = {
  'app.kubernetes.io/name': '{{ .Chart.Name }}',
  'app.kubernetes.io/instance': '{{ .Release.Name }}',
  'app.kubernetes.io/version': '{{ .Chart.AppVersion }}',
  'app.kubernetes.io/managed-by': '{{ .Release.Service }}',
  'helm.sh/chart': '{{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}',
};

/**
 * Turns custom resource definitions into one template of a chart, as the published flux-operator chart has it: only with
 * `installCRDs`, with the chart's labels, and kept in the cluster when the release goes.
 */
export function crdTemplate(definitions: readonly string[]): string {
  const documents = definitions.map((text) => {
    const definition = parse(text.replaceAll('{{', '{{ "{{" }}')) as CustomResourceDefinition;
    const { annotations, ...metadata } = definition.metadata;
    return stringify(
      {
        ...definition,
        metadata: {
          ...metadata,
          annotations: { ...annotations, 'helm.sh/resource-policy': 'keep' },
          labels,
        },
      },
      { lineWidth: 0 },
    );
  });
  return `{{- if .Values.installCRDs }}\n---\n${documents.join('---\n')}{{- end }}\n`;
}
