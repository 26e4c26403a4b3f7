import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';

/** How long a step took. */
export interface StepTime {
  readonly step: string;
  readonly seconds: number;
}

/** One step of a longer work. */
export interface Step {
  readonly title: string;
  /**
   * @param report gets one line whenever another kind of work begins
   * @param follow gets lines that follow one another fast; all are seen on a terminal only
   */
  readonly work: (report: (line: string) => void, follow: (line: string) => void) => Promise<void>;
  /** A reason for which the step is not needed. @default - the step is needed */
  readonly skip?: () => string | undefined;
}

/** Stands for a failure in the list, which shows one short line; the failure itself is shown at the end. */
class StepFailed extends Error {
  constructor(override readonly cause: unknown) {
    super(cause instanceof Error && cause.name === 'AbortError' ? 'stopped' : 'failed, see below');
  }
}

/** Whether there is a terminal to draw on, which has a width: in some containers and recorders it is 0. */
export function canDraw({
  isTTY,
  columns,
}: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): boolean {
  return isTTY === true && columns !== undefined && columns > 0;
}

/** Seconds between two signs of life where there is no terminal to draw on. */
const plainInterval = 30;

/**
 * Shows steps with their elapsed times: on a terminal a list that is kept up to date, elsewhere lines. Steps that are run
 * together stop one another through `abort` when one fails, and all have ended before the first failure is thrown.
 */
export class Progress {
  readonly times: StepTime[] = [];

  constructor(private readonly abort: AbortController) {}

  async run(steps: readonly Step[], concurrent = false): Promise<void> {
    const draws = canDraw(process.stdout);
    const running: Promise<void>[] = [];
    const tasks = steps.map((step): ListrTask => ({
      title: step.title,
      skip: () => step.skip?.() ?? false,
      task: (_, task) => {
        const report = (line: string): void => {
          task.output = draws ? line : `${step.title}: ${line}`;
        };
        const work = this.time(step, report);
        running.push(work);
        return work;
      },
      rendererOptions: { bottomBar: false },
    }));
    const list = new Listr(tasks, {
      concurrent,
      registerSignalListeners: false,
      renderer: 'default',
      rendererOptions: {
        timer: PRESET_TIMER,
        collapseSkips: false,
        collapseErrors: false,
        showErrorMessage: false,
      },
      fallbackRenderer: 'verbose',
      fallbackRendererCondition: () => !draws,
      fallbackRendererOptions: { timer: PRESET_TIMER, logTitleChange: false },
    });
    try {
      await list.run();
    } catch (error) {
      throw error instanceof StepFailed ? error.cause : error;
    } finally {
      await Promise.allSettled(running);
    }
  }

  private async time(step: Step, report: (line: string) => void): Promise<void> {
    this.abort.signal.throwIfAborted();
    const draws = canDraw(process.stdout);
    const started = Date.now();
    const seconds = (): number => Math.round((Date.now() - started) / 1000);
    let last = '';
    const follow = (line: string): void => {
      last = line;
      if (draws) report(`${line} (${formatSeconds(seconds())})`);
    };
    const show = (line: string): void => {
      follow(line);
      if (!draws) report(line);
    };
    const timer = setInterval(
      () => {
        if (last !== '') report(`${last} (${formatSeconds(seconds())})`);
      },
      draws ? 1000 : plainInterval * 1000,
    );
    try {
      await step.work(show, follow);
      this.times.push({ step: step.title, seconds: (Date.now() - started) / 1000 });
    } catch (error) {
      this.abort.abort(error);
      throw new StepFailed(error);
    } finally {
      clearInterval(timer);
    }
  }
}

/** A duration for people: `42 s`, `3 min 5 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
