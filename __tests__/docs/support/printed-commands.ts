import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../support/synth';

/** A command that a document tells its reader to type. */
export interface PrintedCommand {
  readonly text: string;
  /** The first place that prints it, for example `README.md:9`. */
  readonly place: string;
}

/** What running text shows as a command: a program of this project with its arguments, or a longer call of another one. */
const command =
  /^(?:[A-Z_]+=\S+ )*(?:(?:make|cdktf|npm|npx|export) \S|\S+\/bin\/\S|(?:terraform|kubectl|flux|aws)(?: \S+){2})/;
/** A line of `help`: a command, and its description two spaces on. */
const lineOfHelp = /^ {2,4}((?:cat|export|cdktf|make|ops\/bin\/ops)(?: \S+)*)(?: {2,}\S.*)?$/;

/** Every command that the README, `help` and the documentation print, each once. */
export function printedCommands(): readonly PrintedCommand[] {
  const found = [...tracked('*.md').flatMap(inMarkdown), ...inHelp()];
  return found.filter(({ text }, index) => found.findIndex((other) => other.text === text) === index);
}

function tracked(pattern: string): string[] {
  return execFileSync('git', ['ls-files', pattern], { cwd: checkout, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

function linesOf(file: string): string[] {
  return readFileSync(join(checkout, file), 'utf8').split('\n');
}

function inMarkdown(file: string): PrintedCommand[] {
  const found: PrintedCommand[] = [];
  /** The language of the fenced block around a line. */
  let language: string | undefined;
  let unfinished = '';
  for (const [index, line] of linesOf(file).entries()) {
    const place = `${file}:${index + 1}`;
    const fence = /^ *```(\S*)/.exec(line);
    if (fence !== null) {
      language = language === undefined ? fence[1] : undefined;
    } else if (language === undefined) {
      for (const text of spans(line)) if (command.test(text)) found.push({ text, place });
    } else if (language === '' || language === 'sh') {
      unfinished += unfinished === '' ? line : `\n${line}`;
      if (!isWhole(unfinished)) continue;
      const text = unfinished.replace(/ +#.*$/, '').trim();
      if (text !== '') found.push({ text, place });
      unfinished = '';
    }
  }
  return found;
}

function spans(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
}

/** Whether a shell would run these lines, instead of waiting for more. */
function isWhole(text: string): boolean {
  return !/[\\|]$/.test(text) && (!text.startsWith('for ') || text.endsWith('\ndone'));
}

function inHelp(): PrintedCommand[] {
  return linesOf('help').flatMap((line, index) => {
    const text = lineOfHelp.exec(line)?.[1];
    return text === undefined ? [] : [{ text, place: `help:${index + 1}` }];
  });
}
