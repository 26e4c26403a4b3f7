import { parse } from 'yaml';

/** Whether both versions of YAML read this text, without quotes, as itself. */
export function isPlainText(text: string): boolean {
  try {
    return (
      !['=', '<<'].includes(text) &&
      (['1.1', '1.2'] as const).every((version) => parse(text, { version }) === text)
    );
  } catch {
    return false;
  }
}
