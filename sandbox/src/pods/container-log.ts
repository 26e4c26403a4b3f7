import { createReadStream, watch } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** What `kubectl logs` can ask for. */
export interface LogOptions {
  readonly follow: boolean;
  /** @default all lines */
  readonly tailLines?: number;
  /** @default no limit */
  readonly limitBytes?: number;
  /** Leave out what was written before. @default from the beginning */
  readonly since?: Date;
  readonly timestamps: boolean;
  readonly previous: boolean;
}

/** Reads the options from the query of a kubelet's containerLogs endpoint. */
export function logOptions(query: URLSearchParams, now: Date): LogOptions {
  const number = (name: string): number | undefined => {
    const text = query.get(name);
    return text === null || !/^\d+$/.test(text) ? undefined : Number(text);
  };
  const sinceSeconds = number('sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const since =
    sinceSeconds !== undefined
      ? new Date(now.getTime() - sinceSeconds * 1000)
      : sinceTime === null
        ? undefined
        : new Date(sinceTime);
  return {
    follow: query.get('follow') === 'true',
    previous: query.get('previous') === 'true',
    timestamps: query.get('timestamps') === 'true',
    tailLines: number('tailLines'),
    limitBytes: number('limitBytes'),
    since,
  };
}

/** The time that a line of a Flux program's JSON log carries in `ts`. */
export function lineTime(line: string): Date | undefined {
  const text = /"ts":"([^"]+)"/.exec(line)?.[1];
  const time = text === undefined ? undefined : new Date(text);
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time;
}

/** Chooses and marks lines by their time; a line without one belongs to the time of the line before it. */
export class LineClock {
  private time: Date;

  constructor(
    private readonly options: LogOptions,
    /** The time of lines before the first line with one. */
    startedAt: Date,
  ) {
    this.time = startedAt;
  }

  /** The line as it is sent, or undefined if it was not asked for. */
  take(line: string): string | undefined {
    this.time = lineTime(line) ?? this.time;
    if (this.options.since !== undefined && this.time < this.options.since) return undefined;
    return this.options.timestamps ? `${this.time.toISOString()} ${line}` : line;
  }
}

async function* appended(file: string, from: number, signal: AbortSignal): AsyncGenerator<string> {
  let position = from;
  let rest = '';
  while (!signal.aborted) {
    const size = (await stat(file)).size;
    if (size > position) {
      const handle = await open(file);
      const { bytesRead, buffer } = await handle.read(
        Buffer.alloc(size - position),
        0,
        size - position,
        position,
      );
      await handle.close();
      position += bytesRead;
      const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    } else {
      await nextChange(file, signal);
    }
  }
}

async function nextChange(file: string, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(file, () => finish());
    const finish = (): void => {
      watcher.close();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    signal.addEventListener('abort', finish);
  });
}

/** The lines of a log file as `kubectl logs` prints them; with `follow` it continues until the signal aborts. */
export async function* readLog(
  file: string,
  options: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { birthtime, size } = await stat(file);
  const clock = new LineClock(options, birthtime);
  const kept: string[] = [];
  if (size > 0) {
    const lines = createInterface({ input: createReadStream(file, { end: size - 1 }), crlfDelay: Infinity });
    for await (const line of lines) {
      const taken = clock.take(line);
      if (taken === undefined) continue;
      kept.push(taken);
      if (options.tailLines !== undefined && kept.length > options.tailLines) kept.shift();
    }
  }
  let left = options.limitBytes ?? Infinity;
  const fits = (line: string): string => {
    const text = Buffer.from(`${line}\n`)
      .subarray(0, Math.min(left, line.length * 4 + 1))
      .toString();
    left -= Buffer.byteLength(text);
    return text;
  };
  for (const line of kept) if (left > 0) yield fits(line);
  if (!options.follow) return;
  for await (const line of appended(file, size, signal)) {
    const taken = clock.take(line);
    if (taken !== undefined && left > 0) yield fits(taken);
  }
}
