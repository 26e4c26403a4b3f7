import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drawDependencies } from './dependency-picture';
import { drawImports, roomImports } from './import-picture';

/** Redraws the picture of a page. */
function redraw(page: string, picture: string): void {
  const file = join(resolve(__dirname, '..'), page);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/```mermaid\n[^]*?\n```/, () => picture),
  );
}

redraw('CONTRIBUTING.md', drawImports(roomImports()));
redraw(join('docs', 'gitops.md'), drawDependencies());
