import { filled } from '../../terminal/table.js';
import { checkedPath } from '../proxy.js';
import type { Checked } from './model-gate.js';

/** How many characters of operations stand on a line. */
const lineLength = 110;

/** What the AWS endpoint checked since it started: the number of all, then each service's with those of its operations. */
export async function checkedRequests(endpoint: string): Promise<string[][]> {
  const response = await fetch(`${endpoint}${checkedPath}`);
  const byOperation = Object.entries((await response.json()) as Record<string, Checked>);
  const services = [...new Set(byOperation.map(([name]) => name.split(' ')[0]!))];
  if (services.length === 0) return [['none yet']];
  const ofServices = services.flatMap((service) => {
    const own = byOperation.filter(([name]) => name.startsWith(`${service} `));
    const operations = own.map(([name, { checked }]) => `${name.split(' ')[1]!} ${checked}`);
    return [
      [service, totals(own.map(([, counts]) => counts))],
      ...filled(operations, lineLength, ', ').map((line) => ['', line]),
    ];
  });
  return [['all', totals(byOperation.map(([, counts]) => counts))], ...ofServices];
}

function totals(counts: readonly Checked[]): string {
  const sum = (key: keyof Checked) => counts.reduce((total, one) => total + one[key], 0);
  return `${sum('checked')} checked, ${sum('refused')} refused`;
}
