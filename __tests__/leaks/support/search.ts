import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { type Canary, formsOf } from './canary';

/** Where a canary was found: the file, with the entry where it is an archive. */
export type Find = string;

export interface SearchProps {
  readonly canary: Canary;
  /** Files, and folders with everything in them. */
  readonly roots: readonly string[];
  /** Files that were last written before are passed over. In milliseconds. @default none */
  readonly writtenSince?: number;
  /** What is passed over, by its path. @default nothing */
  readonly except?: (path: string) => boolean;
}

/** Looks for a canary in files, in archives among them too. */
export function search({
  canary,
  roots,
  writtenSince = 0,
  except = () => false,
}: SearchProps): readonly Find[] {
  const forms = formsOf(canary).map((form) => Buffer.from(form));
  return roots
    .flatMap((root) => filesIn(root, writtenSince, except))
    .flatMap((file) =>
      contentsOf(file)
        .filter(({ content }) => forms.some((form) => content.includes(form)))
        .map(({ name }) => name),
    );
}

function filesIn(path: string, writtenSince: number, except: (path: string) => boolean): readonly string[] {
  const stat = except(path) ? undefined : orGone(() => lstatSync(path));
  if (stat?.isFile()) return stat.mtimeMs >= writtenSince ? [path] : [];
  if (!stat?.isDirectory()) return [];
  const names = orGone(() => readdirSync(path)) ?? [];
  return names.flatMap((name) => filesIn(join(path, name), writtenSince, except));
}

/** Undefined for a file that went away meanwhile, or that this user may not read and so did not write. */
function orGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

interface Content {
  readonly name: string;
  readonly content: Buffer;
}

function contentsOf(file: string): readonly Content[] {
  const content = orGone(() => readFileSync(file));
  return content === undefined ? [] : unpacked({ name: file, content });
}

/** The content, and what it is an archive of: Terraform's plans are zip archives, many others are gzip. */
function unpacked(file: Content): readonly Content[] {
  const { name, content } = file;
  if (content.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return [file, ...zipEntries(name, content)];
  if (!content.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return [file];
  return [file, { name: `${name}, unpacked`, content: gunzipSync(content) }];
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16 */
function zipEntries(archive: string, zip: Buffer): readonly Content[] {
  const end = zip.lastIndexOf('PK\x05\x06');
  const count = zip.readUInt16LE(end + 10);
  const entries: Content[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      zip.readUInt16LE(at + field),
    );
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength!);
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
    const deflated = zip.readUInt16LE(at + 10) === 8;
    const content = deflated ? inflateRawSync(packed) : packed;
    entries.push(...unpacked({ name: `${archive}, ${name}`, content }));
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return entries;
}
