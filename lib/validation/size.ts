import type { Problem } from './errors';

/** Far more than a file of a fleet needs, and little enough to be read in a second. */
const mostBytes = 262_144;
const mostParts = 10_000;

/** What is wrong with a file that is too large to be read in a reasonable time. */
export function sizeProblems(text: string, file: string): readonly Problem[] {
  const problem = sizeProblem(text);
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

function sizeProblem(text: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) return `has ${bytes} bytes`;
  const parts = text.match(/[\n,[{]|[:?-][ \t]/g)?.length ?? 0;
  return parts > mostParts ? `has ${parts} lines, keys and items` : undefined;
}
