import { text } from './field';

const FORM = /^(\d+(\.\d+)?(ms|s|m|h))+$/;
const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/** Seconds of a Go duration: 90 of `1m30s`. Undefined when the text is none. */
export function durationSeconds(text: string): number | undefined {
  if (!FORM.test(text)) return undefined;
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * SECONDS[unit as keyof typeof SECONDS],
    0,
  );
}

/** A Go duration between two others, both included. */
export function durationField(shortest: string, longest: string) {
  return text(`a duration from ${shortest} to ${longest}, for example 90s or 1m30s`, (value) => {
    const seconds = durationSeconds(value);
    if (seconds === undefined) return { problem: 'is not a duration' };
    if (seconds < durationSeconds(shortest)!) return { problem: `is shorter than ${shortest}` };
    return seconds > durationSeconds(longest)! ? { problem: `is longer than ${longest}` } : undefined;
  });
}
