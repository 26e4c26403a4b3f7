import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { checkout, state } from '../paths.js';
import { currentCluster, switchedTo, tellBeforePrompt } from '../current-cluster.js';
import { clusterName } from '../environment.js';
import { which } from '../machine/find-tools.js';
import { requireRunningSandbox } from '../machine/sandbox-tools.js';

/**
 * `make sandbox-shell`: the user's shell in the sandbox's environment. Commands can be piped in, and
 * `sandbox/bin/sandbox shell <command>` runs one; both give the exit code of what was run.
 */
export async function shell(command: readonly string[]): Promise<number> {
  const { environment } = requireRunningSandbox();
  const interactive = process.stdin.isTTY === true && command.length === 0;
  const [program = '', ...args] = command.length > 0 ? command : shellCommand(interactive);
  if (interactive) {
    console.log(
      `Sandbox ${clusterName}: cdktf, terraform, kubectl, flux and aws talk to it. Leave with \`exit\`.`,
    );
  }
  const { KUBECONFIG: kubeconfig = '' } = environment;
  const before = currentCluster(kubeconfig);
  // The terminal's interrupt is meant for the program in the shell, not for this process around it.
  process.on('SIGINT', () => undefined);
  const result = await execa(program, args, {
    cwd: process.env.INIT_CWD ?? checkout,
    env: { ...environment, PS1: '(sandbox) \\w $ ' },
    extendEnv: false,
    stdio: 'inherit',
    reject: false,
    cleanup: true,
  });
  if (result.code === 'ENOENT') {
    console.error(`error: ${program} is not on PATH.`);
    return 127;
  }
  const now = currentCluster(kubeconfig);
  if (!interactive && now !== before) console.error(switchedTo(now));
  return interactive ? 0 : (result.exitCode ?? 128);
}

function shellCommand(interactive: boolean): string[] {
  if (!interactive) return [which('bash') ?? '/bin/sh', '-s'];
  const program = process.env.SHELL ?? which('bash') ?? '/bin/sh';
  return basename(program) === 'bash' ? [program, '--rcfile', writeBashrc(), '-i'] : [program, '-i'];
}

/** The user's own start-up file may set PATH and the prompt, so both are set again after it. */
function writeBashrc(): string {
  const file = join(state.home, 'bashrc');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    [
      'sandbox_path=$PATH',
      '[ -f ~/.bashrc ] && . ~/.bashrc',
      'PATH=$sandbox_path',
      'unset sandbox_path',
      'PS1="(sandbox) ${PS1:-\\\\w \\\\$ }"',
      tellBeforePrompt,
    ].join('\n'),
  );
  return file;
}
