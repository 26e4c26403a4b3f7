import { kubeletPort } from './pod-network.js';
import { simulatedPodQuery } from './selection.js';

/** A kwok Stage: what happens to an object that matches, and when. */
export interface Stage {
  readonly apiVersion: 'kwok.x-k8s.io/v1alpha1';
  readonly kind: 'Stage';
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

interface Match {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

function stage(
  name: string,
  kind: 'Node' | 'Pod',
  matchExpressions: readonly Match[],
  effect: { readonly next: unknown; readonly delay?: unknown; readonly immediateNextStage?: boolean },
): Stage {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind }, selector: { matchExpressions }, ...effect },
  };
}

const readyIs = (operator: 'In' | 'NotIn'): Match => ({
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator,
  values: ['True'],
});
const phaseIs = (phase: string): Match => ({ key: '.status.phase', operator: 'In', values: [phase] });
const living: Match = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const simulated: Match = { key: simulatedPodQuery(), operator: 'Exists' };

const nodeConditions = `
{{ $now := Now }}
{{ $since := or .metadata.creationTimestamp $now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $since | Quote }}
{{ end }}
`;

const nodeStatus = `${nodeConditions}
phase: Running
daemonEndpoints:
  kubeletEndpoint:
    Port: ${kubeletPort}
{{ if not .status.addresses }}
addresses:
- type: InternalIP
  address: {{ NodeIP | Quote }}
- type: Hostname
  address: {{ .metadata.name | Quote }}
{{ end }}
{{ if not .status.capacity }}
capacity: { cpu: "4", memory: 16Gi, pods: "110", ephemeral-storage: 80Gi }
allocatable: { cpu: "4", memory: 16Gi, pods: "110", ephemeral-storage: 80Gi }
{{ end }}
`;

const containerStatus = `
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ printf "kwok://%s" .image | Quote }}
  restartCount: 0
`;

const runningState = `  ready: true
  started: true
  state:
    running:
      startedAt: {{ $now | Quote }}
`;

const completedState = `  ready: false
  started: false
  state:
    terminated:
      exitCode: 0
      reason: Completed
      startedAt: {{ $now | Quote }}
      finishedAt: {{ $now | Quote }}
`;

const podRunning = `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
{{ range list "PodReadyToStartContainers" "Initialized" "Ready" "ContainersReady" }}
- type: {{ . | Quote }}
  status: "True"
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
{{ range .spec.readinessGates }}
- type: {{ .conditionType | Quote }}
  status: "True"
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}${containerStatus}${runningState}{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}${containerStatus}
{{ if eq .restartPolicy "Always" }}
${runningState}
{{ else }}
${completedState}
{{ end }}
{{ end }}
{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
`;

const podCompleted = `
{{ $now := Now }}
phase: Succeeded
containerStatuses:
{{ range .spec.containers }}${containerStatus}${completedState}{{ end }}
`;

/**
 * The stages that kwok plays: nodes become Ready with the addresses and capacity that they were made with and send
 * heartbeats, pods run at once, pods of Jobs complete at once, deleted pods go at once. Pods that are executed are in
 * no stage.
 */
export function stages(): Stage[] {
  return [
    stage('node-ready', 'Node', [readyIs('NotIn')], { next: { statusTemplate: nodeStatus } }),
    stage('node-heartbeat', 'Node', [phaseIs('Running'), readyIs('In')], {
      delay: { durationMilliseconds: 60_000, jitterDurationMilliseconds: 70_000 },
      next: { statusTemplate: nodeConditions },
      immediateNextStage: true,
    }),
    stage('pod-running', 'Pod', [living, phaseIs('Pending'), readyIs('NotIn'), simulated], {
      next: { statusTemplate: podRunning },
    }),
    stage(
      'pod-completed',
      'Pod',
      [
        living,
        phaseIs('Running'),
        { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] },
        simulated,
      ],
      { next: { statusTemplate: podCompleted } },
    ),
    stage('pod-deleted', 'Pod', [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }, simulated], {
      next: { delete: true },
    }),
  ];
}
