import { SandboxError } from './errors.js';

const usage = `Usage: sandbox/bin/sandbox <command>

  up               prepares the machine, starts the sandbox and deploys the four stacks
  status           shows what is running; exit code 0 only if everything is Ready
  shell [command]  opens a shell in the sandbox's environment, or runs a command in it
  down             stops everything and removes what the sandbox wrote
  build <set>      builds a set of programs that make sandbox does without, such as flux-2.7
  validate         checks gitops/ with ops validate, whose options it takes; builds what that needs
  bench            measures start times, plans and memory
  fault <git|charts> <seconds>
                   takes the Git server or the chart registry away for that long
  fault aws <throttle|slow|5xx|eks-create-failed> <seconds>
                   lets AWS refuse every second call, hold its answers, fail, or fail to create in EKS
`;

/** Runs a command and returns its exit code. Loads only that command. */
async function run(command: string | undefined, args: readonly string[]): Promise<number> {
  switch (command) {
    case 'up':
      return await (await import('./commands/up.js')).up();
    case 'status':
      return (await (await import('./commands/status.js')).status()) ? 0 : 1;
    case 'shell':
      return await (await import('./commands/shell.js')).shell(args);
    case 'down':
      await (await import('./commands/down.js')).down();
      return 0;
    case 'build':
      await (await import('./commands/build.js')).build(args);
      return 0;
    case 'validate':
      return await (await import('./commands/validate.js')).validate(args);
    case 'bench':
      await (await import('./commands/bench.js')).bench();
      return 0;
    case 'fault':
      await (await import('./commands/fault.js')).fault(args);
      return 0;
    case undefined:
      process.stderr.write(usage);
      return 2;
    default:
      process.stderr.write(`error: unknown command ${command}\n\n${usage}`);
      return 2;
  }
}

run(process.argv[2], process.argv.slice(3)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof SandboxError)) throw error;
    process.stderr.write(`error: ${error.message.trim()}\n`);
    process.exitCode = 1;
  },
);
