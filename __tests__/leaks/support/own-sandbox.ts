import { spawnSync } from 'node:child_process';
import { checkout } from '../../support/synth';

/** The sandbox that a suite uses: the running one, or one for itself. */
export interface OwnSandbox {
  /** Whether it ran before. Undefined until `up`. */
  readonly wasRunning: boolean | undefined;
  up(): void;
  down(): void;
}

export function ownSandbox(): OwnSandbox {
  let wasRunning: boolean | undefined;
  return {
    get wasRunning() {
      return wasRunning;
    },
    up() {
      wasRunning = make('sandbox-status').status === 0;
      if (wasRunning) return;
      const { status, output } = make('sandbox');
      if (status !== 0) throw new Error(`make sandbox ended with ${String(status)}:\n${output}`);
    },
    down() {
      make('sandbox-down');
    },
  };
}

function make(target: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('make', ['--silent', target], {
    cwd: checkout,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}
