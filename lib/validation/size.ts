import type { Problem } from './errors';

/** Far more than a file of a fleet needs, and little enough to be read in a second. */
const mostBytes = 262_144;
const mostParts = 10_000;

/** What is wrong with a text that is too large to be read in a reasonable time. */
export function sizeProblems(text: string, file: string): readonly Problem[] {
  const tooLarge = bytesProblems(Buffer.byteLength(text), file);
  return tooLarge.length > 0 ? tooLarge : problemsOf(partsProblem(text), file);
}

/** What is wrong with a file of that many bytes. */
export function bytesProblems(bytes: number, file: string): readonly Problem[] {
  return problemsOf(bytes > mostBytes ? `has ${bytes} bytes` : undefined, file);
}

function problemsOf(problem: string | undefined, file: string): readonly Problem[] {
  if (problem === undefined) return [];
  return [
    {
      file,
      path: 'the file',
      problem,
      allowed: `up to ${mostBytes} bytes, and up to ${mostParts} lines, keys and items`,
      remedy: 'Shorten it.',
    },
  ];
}

function partsProblem(text: string): string | undefined {
  const parts = text.match(/[\n,[{]|[:?-][ \t]/g)?.length ?? 0;
  return parts > mostParts ? `has ${parts} lines, keys and items` : undefined;
}
