import { milliseconds, parseDuration } from './duration';
import { text } from './field';

/** A Go duration between two others, both included. */
export function durationField(shortest: string, longest: string) {
  return text(`a duration from ${shortest} to ${longest}, for example 90s or 1m30s`, (value) => {
    const given = parseDuration(value);
    if (given === undefined) return { problem: 'is not a duration' };
    if (given < milliseconds(shortest)) return { problem: `is shorter than ${shortest}` };
    return given > milliseconds(longest) ? { problem: `is longer than ${longest}` } : undefined;
  });
}
