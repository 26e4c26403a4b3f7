import type { FlagRule, HostContext } from './program.js';

/** A folder of this machine that stands for a path of the container. */
export interface Mount {
  readonly containerPath: string;
  readonly hostPath: string;
}

/** `$(NAME)` replaced by the variable's value, `$$` by `$`; unknown names stay as they are, as in a container. */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? match),
  );
}

/** A path at or below a mount, moved to the folder that stands for it; any other text unchanged. */
export function rewritePath(text: string, mounts: readonly Mount[]): string {
  const deepestFirst = [...mounts].sort((a, b) => b.containerPath.length - a.containerPath.length);
  for (const { containerPath, hostPath } of deepestFirst) {
    if (text === containerPath) return hostPath;
    if (text.startsWith(`${containerPath}/`)) return hostPath + text.slice(containerPath.length);
  }
  return text;
}

/** The port of a listening address such as `:8080`, `0.0.0.0:8080` or `8080`; undefined if it listens on nothing. */
export function listeningPort(address: string): number | undefined {
  const port = /(?:^|:)(\d+)$/.exec(address)?.[1];
  return port === undefined || port === '0' ? undefined : Number(port);
}

/** The flags' own values in the arguments of a pod, the last one winning, and the arguments that are left. */
function takeFlags(
  args: readonly string[],
  rules: readonly FlagRule[],
): { taken: Map<string, string>; rest: string[] } {
  const taken = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const separator = argument.indexOf('=');
    const flag = separator === -1 ? argument : argument.slice(0, separator);
    const rule = rules.find((candidate) => candidate.flag === flag);
    if (rule === undefined) {
      rest.push(argument);
    } else if (separator !== -1) {
      taken.set(flag, argument.slice(separator + 1));
    } else if (rule.isSwitch === true) {
      taken.set(flag, 'true');
    } else {
      index += 1;
      taken.set(flag, args[index] ?? '');
    }
  }
  return { taken, rest };
}

function replacement(rule: FlagRule, podValue: string | undefined, context: HostContext): string {
  if (rule.value !== undefined) return rule.value(context, podValue);
  const port = podValue === undefined ? rule.listensOn : listeningPort(podValue);
  return port === undefined ? (podValue ?? '') : `127.0.0.1:${context.port(port)}`;
}

/**
 * The arguments of a container as the arguments of a process: variables expanded, mount paths moved to their folders, and
 * the flags of the rules set to what fits this machine.
 */
export function rewriteArguments(props: {
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly rules: readonly FlagRule[];
  readonly context: HostContext;
}): string[] {
  const expanded = props.args.map((argument) => expandVariables(argument, props.variables));
  const { taken, rest } = takeFlags(expanded, props.rules);
  const kept = rest.map((argument) => {
    const [, flag, value] = /^(--?[^=]+=)(.*)$/s.exec(argument) ?? [];
    return flag === undefined || value === undefined
      ? rewritePath(argument, props.mounts)
      : flag + rewritePath(value, props.mounts);
  });
  const set = props.rules.map(
    (rule) => `${rule.flag}=${replacement(rule, taken.get(rule.flag), props.context)}`,
  );
  return [...kept, ...set];
}
