import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout } from '../../support/synth';

/** A recipe of CONTRIBUTING.md. */
export interface Recipe {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** What its reader runs in the end. */
  readonly commands: readonly string[];
}

/** A block of a recipe: the whole of a new file, or a diff of one that is there. */
interface Edit {
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

/** A block, and before it the last code span of its paragraph, which names the file. */
const block = /`([^`\n]+)`:\n\n```(\w+)\n([^]*?)```/g;

/** The recipes, in order. */
export function recipes(): readonly Recipe[] {
  const [, text = ''] = readFileSync(join(checkout, 'CONTRIBUTING.md'), 'utf8').split('\n## Recipes\n');
  return text
    .split('\n### ')
    .slice(1)
    .map((recipe) => ({
      title: recipe.slice(0, recipe.indexOf('\n')),
      edits: [...recipe.matchAll(block)].map(([, file, language, content]) => ({
        file: file!,
        language: language!,
        text: content!,
      })),
      commands: [...recipe.matchAll(/Run `([^`]+)`/g)].map(([, command]) => command!),
    }));
}

/** Does in a folder what a block of a recipe says. */
export function apply(folder: string, { file, language, text }: Edit): void {
  const path = join(folder, file);
  if (language !== 'diff') {
    if (existsSync(path)) throw new Error(`${file} is there already`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const changed = text.split(/^@@\n/m).reduce(
    (content, hunk) => {
      const [before, after] = [linesOf(hunk, '-'), linesOf(hunk, '+')];
      if (content.split(before).length !== 2)
        throw new Error(`${file} must have this exactly once:\n${before}`);
      return content.replace(before, () => after);
    },
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, changed);
}

/** The lines of a hunk that stay, and those with a sign. */
function linesOf(hunk: string, sign: '-' | '+'): string {
  const lines = hunk
    .split('\n')
    .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(sign));
  return lines.map((line) => line.slice(1)).join('\n');
}
