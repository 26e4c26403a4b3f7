import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fields of a resource in the form that the API returns. */
export type Fields = Readonly<Record<string, unknown>>;

/** What clients requested and the emulator does not store, by resource; written to disk at once. */
export class RememberedFields {
  private readonly file: string;
  private fields: Map<string, Fields> | undefined;

  /** @param folder created if it is missing */
  constructor(private readonly folder: string) {
    this.file = join(folder, 'remembered.json');
  }

  /** Empty for an unknown resource. */
  get(resource: string): Fields {
    return this.load().get(resource) ?? {};
  }

  set(resource: string, fields: Fields): void {
    this.load().set(resource, fields);
    this.save();
  }

  /** Merges fields over the existing ones; an undefined one removes its field. */
  merge(resource: string, fields: Fields): void {
    this.set(resource, { ...this.get(resource), ...fields });
  }

  /** Forgets a resource and all below it (`cluster/a` and `cluster/a/...`). */
  forget(resource: string): void {
    const all = this.load();
    for (const key of [...all.keys()]) {
      if (key === resource || key.startsWith(`${resource}/`)) all.delete(key);
    }
    this.save();
  }

  private load(): Map<string, Fields> {
    this.fields ??= new Map(
      existsSync(this.file)
        ? Object.entries(JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, Fields>)
        : [],
    );
    return this.fields;
  }

  private save(): void {
    mkdirSync(this.folder, { recursive: true });
    const unfinished = `${this.file}.unfinished`;
    writeFileSync(unfinished, JSON.stringify(Object.fromEntries(this.load()), null, 2));
    renameSync(unfinished, this.file);
  }
}
