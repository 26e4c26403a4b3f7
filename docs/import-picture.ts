import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, normalize, resolve } from 'node:path';

const checkout = resolve(__dirname, '..');
const contributing = join(checkout, 'CONTRIBUTING.md');
const picture = /```mermaid\n[^]*?\n```/;

/** Which rooms import which, by room: a folder of `lib/`, another folder at the top, or `main.ts`. */
export function roomImports(): ReadonlyMap<string, ReadonlySet<string>> {
  const listed = execFileSync('git', ['ls-files', 'main.ts', 'lib', 'stacks', 'ops', 'sandbox/src'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  const imports = new Map<string, Set<string>>();
  for (const file of listed.split('\n').filter((name) => name.endsWith('.ts'))) {
    const room = roomOf(file);
    const imported = imports.get(room) ?? new Set();
    for (const other of importedBy(file)) if (roomOf(other) !== room) imported.add(roomOf(other));
    imports.set(room, imported);
  }
  return imports;
}

function importedBy(file: string): string[] {
  const specifiers = readFileSync(join(checkout, file), 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g);
  return [...specifiers].map(([, specifier]) => normalize(join(dirname(file), specifier!)));
}

function roomOf(file: string): string {
  const [top = '', next = ''] = file.split('/');
  return top === 'lib' ? next : top;
}

/** The rooms as a Mermaid graph, an arrow from each room to those it imports, without arrows that others imply. */
export function drawImports(imports: ReadonlyMap<string, ReadonlySet<string>>): string {
  const arrows = [...imports].flatMap(([room, imported]) =>
    [...imported]
      .filter(
        (other) => ![...imported].some((between) => between !== other && reaches(imports, between, other)),
      )
      .map((other) => `  ${room} --> ${other}`),
  );
  return ['```mermaid', 'graph TD', ...arrows.sort(), '```'].join('\n');
}

function reaches(
  imports: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
  seen = new Set<string>(),
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const next = [...(imports.get(from) ?? [])];
  return next.some((room) => room === to || reaches(imports, room, to, seen));
}

/** The picture that CONTRIBUTING.md shows. */
export function shownPicture(): string | undefined {
  return picture.exec(readFileSync(contributing, 'utf8'))?.[0];
}
