import { checkedPath } from '../proxy.js';
import type { Checked } from './model-gate.js';

/** How many characters of operations stand on a line. */
const lineLength = 110;

/** What the AWS endpoint checked since it started: a service's numbers, then those of its operations. */
export async function checkedRequests(endpoint: string): Promise<string[][]> {
  const response = await fetch(`${endpoint}${checkedPath}`);
  const byOperation = Object.entries((await response.json()) as Record<string, Checked>);
  const services = [...new Set(byOperation.map(([name]) => name.split(' ')[0]!))];
  if (services.length === 0) return [['none yet']];
  return services.flatMap((service) => {
    const own = byOperation.filter(([name]) => name.startsWith(`${service} `));
    const sum = (key: keyof Checked) => own.reduce((total, [, counts]) => total + counts[key], 0);
    const operations = own.map(([name, { checked }]) => `${name.split(' ')[1]!} ${checked}`);
    return [
      [service, `${sum('checked')} checked, ${sum('refused')} refused`],
      ...folded(operations).map((line) => ['', line]),
    ];
  });
}

function folded(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const joined = lines.length === 0 ? word : `${lines.at(-1)!}, ${word}`;
    if (lines.length === 0 || joined.length > lineLength) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
