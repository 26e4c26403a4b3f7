import { createHash } from 'node:crypto';
import * as z from 'zod';
import { text, type Faults } from '../validation/field';

/** The most that EC2 takes, in bytes (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html). */
const mostBytes = 16384;

/** What the nodes of a group are told at their first start, besides what EKS tells them. */
export const userDataSchema = z
  .strictObject({
    /** AL2023: a shell script that runs before the node joins the cluster. @default none */
    script: text('a shell script that begins with #!', (script) =>
      script.startsWith('#!') ? undefined : { problem: 'does not begin with #!' },
    ).optional(),

    /**
     * AL2023: `spec` of a NodeConfig of nodeadm (https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/), without
     * `cluster`, which EKS fills in. @default none
     */
    nodeConfig: z.record(z.string(), z.unknown()).optional(),

    /** Bottlerocket: settings in TOML (https://bottlerocket.dev/en/os/latest/#/api/settings-index/). @default none */
    toml: text('settings of Bottlerocket in TOML, for example [settings.kernel]', (toml) =>
      /^\s*\[settings[.\]]/m.test(toml) ? undefined : { problem: 'has no table [settings...]' },
    ).optional(),
  })
  .describe('a mapping with script and nodeConfig for AL2023, or toml for Bottlerocket');

export interface UserData {
  readonly script?: string | undefined;
  readonly nodeConfig?: Readonly<Record<string, unknown>> | undefined;
  readonly toml?: string | undefined;
}

interface Group {
  readonly amiType: string;
  readonly userData?: UserData | undefined;
}

/** What does not fit the operating system, or is what EKS itself says. */
export function userDataFaults({ amiType, userData = {} }: Group): Faults<Group> {
  const bottlerocket = amiType.startsWith('BOTTLEROCKET');
  const wrong = (['script', 'nodeConfig', 'toml'] as const).filter(
    (key) => userData[key] !== undefined && (key === 'toml') !== bottlerocket,
  );
  const bytes = Buffer.byteLength(userDataText(userData) ?? '');
  return [
    ...wrong.map((key) => ({
      at: ['userData', key] as const,
      problem: `is not for amiType ${amiType}`,
      allowed: bottlerocket ? 'toml for Bottlerocket' : 'script and nodeConfig for AL2023',
      remedy: 'Write it in the form of the operating system, or change amiType.',
    })),
    ...(userData.nodeConfig !== undefined && 'cluster' in userData.nodeConfig
      ? [
          {
            at: ['userData', 'nodeConfig'] as const,
            problem: 'names the cluster, as EKS itself does',
            allowed: 'spec of a NodeConfig without cluster',
            remedy: 'Remove cluster.',
          },
        ]
      : []),
    ...(bytes > mostBytes
      ? [
          {
            at: ['userData'] as const,
            given: `${bytes} bytes`,
            problem: 'is more than EC2 takes',
            allowed: `up to ${mostBytes} bytes in all`,
            remedy: 'Shorten it, or let the script fetch the rest.',
          },
        ]
      : []),
  ];
}

/**
 * The user data of a launch template, which EKS merges with its own: MIME with several parts for AL2023, TOML for Bottlerocket
 * (https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data). Undefined if there is none.
 */
export function userDataText({ script, nodeConfig, toml }: UserData): string | undefined {
  if (toml !== undefined) return toml;
  const parts = [
    ...(nodeConfig === undefined ? [] : [part('application/node.eks.aws', nodeConfigText(nodeConfig))]),
    ...(script === undefined ? [] : [part('text/x-shellscript; charset="utf-8"', script)]),
  ];
  if (parts.length === 0) return undefined;
  const boundary = createHash('sha256').update(parts.join('')).digest('hex').slice(0, 32);
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...parts.map((text) => `--${boundary}\n${text}`),
    `--${boundary}--`,
    '',
  ].join('\n');
}

function part(contentType: string, text: string): string {
  return `Content-Type: ${contentType}\n\n${text}`;
}

/** JSON is YAML too. */
function nodeConfigText(spec: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec }, null, 2);
}
