import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../support/synth';

/** How a command ended, with everything that it wrote, without colours. */
export interface CommandResult {
  readonly status: number | null;
  readonly output: string;
}

/** Types a command into the sandbox's shell, as a user would. */
export function type(command: string): CommandResult {
  const result = spawnSync('make', ['--silent', 'sandbox-shell'], {
    cwd: checkout,
    input: `${command}\n`,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status: result.status, output: withoutColours(`${result.stdout}${result.stderr}`) };
}

/** The same for a command that this process has to serve something to meanwhile. */
export async function typeMeanwhile(command: string): Promise<CommandResult> {
  const shell = spawn('make', ['--silent', 'sandbox-shell'], { cwd: checkout });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  shell.stdin.end(`${command}\n`);
  const [status] = (await once(shell, 'close')) as [number | null];
  return { status, output: withoutColours(output) };
}

/** Types a command that must succeed, and gives what it wrote. */
export function typed(command: string): string {
  const { status, output } = type(command);
  if (status !== 0) throw new Error(`"${command}" ended with ${String(status)}:\n${output}`);
  return output;
}

/** Types a deploy, and if the guard refuses it, once more with the code of the guard's list. */
export function confirmed(deploy: string): CommandResult {
  const first = type(deploy);
  const code = codeIn(first.output);
  return code === undefined ? first : type(`INFRA_FLEET_ALLOW_PRUNE=${code} ${deploy}`);
}

/** The code that the guard prints for its list. */
export function codeIn(output: string): string | undefined {
  return /INFRA_FLEET_ALLOW_PRUNE=([0-9a-f]{8})/.exec(output)?.[1];
}

/** Types a command that writes JSON. */
export function typedJson<T>(command: string): T {
  return JSON.parse(typed(command)) as T;
}

let environment: NodeJS.ProcessEnv | undefined;

/** The environment of the sandbox's shell. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  environment ??= typedJson<NodeJS.ProcessEnv>(`node --print 'JSON.stringify(process.env)'`);
  return environment;
}

/** Call it after another sandbox was started: it serves elsewhere. */
export function forgetShellEnvironment(): void {
  environment = undefined;
}

/** Looks at something until it is as wanted, and fails with what it was last. */
export async function eventually<T>(
  seconds: number,
  look: () => T | Promise<T>,
  wanted: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (wanted(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`Not within ${seconds} s. Last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The resources in a stack's state. */
export function resourcesOf(stack: string, fleet = 'sandbox'): string[] {
  const state = JSON.parse(
    readFileSync(join(checkout, '.sandbox/terraform', fleet, `${stack}.tfstate`), 'utf8'),
  ) as {
    resources: { mode: string; type: string; name: string; instances: unknown[] }[];
  };
  const made = state.resources.filter(({ mode, instances }) => mode === 'managed' && instances.length > 0);
  return made.map(({ type, name }) => `${type}.${name}`);
}

/** The process of this checkout's sandbox that runs a program, found by the record which the sandbox keeps of it. */
export function pidOf(program: string): number {
  const folder = join(checkout, '.sandbox/processes');
  const record = readdirSync(folder).find((name) => name.includes(`.${program}`) && name.endsWith('.pid'));
  if (record === undefined) throw new Error(`The sandbox runs no ${program}`);
  return Number(readFileSync(join(folder, record), 'utf8'));
}

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
