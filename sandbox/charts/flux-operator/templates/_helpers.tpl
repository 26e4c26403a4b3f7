{{- define "flux-operator.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "flux-operator.fullname" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- $joined := contains $chart .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $chart) -}}
{{ .Values.fullnameOverride | default $joined | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "flux-operator.account" -}}
{{ .Values.serviceAccount.name | default (include "flux-operator.fullname" .) }}
{{- end }}

{{- define "flux-operator.selector" -}}
app.kubernetes.io/name: {{ include "flux-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "flux-operator.chartLabels" -}}
{{ include "flux-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "flux-operator.labels" -}}
{{ include "flux-operator.chartLabels" . }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels and annotations of an object: a dict of the root context and, if wanted, more labels. */}}
{{- define "flux-operator.metadata" -}}
labels:
  {{- include "flux-operator.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* "true" or nothing: whether this release is the web server alone. */}}
{{- define "flux-operator.webOnly" -}}
{{ and .Values.web.enabled .Values.web.serverOnly | ternary "true" "" }}
{{- end }}

{{/* "true" or nothing: whether the chart makes the Secret with the web server's configuration. */}}
{{- define "flux-operator.ownWebConfig" -}}
{{- if and .Values.web.config .Values.web.configSecretName }}
{{- fail "web.config and web.configSecretName are both set: set one of them" }}
{{- end -}}
{{ and .Values.web.enabled (not (empty .Values.web.config)) | ternary "true" "" }}
{{- end }}
