import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineTime, logOptions, readLog, type LogOptions } from '../../../sandbox/src/pods/container-log.js';

const folder = mkdtempSync(join(tmpdir(), 'container-log-'));
const file = join(folder, 'log');
const plain: LogOptions = { follow: false, timestamps: false, previous: false };
const lines = [
  'starting',
  '{"ts":"2099-01-01T10:00:00.000Z","msg":"one"}',
  '{"ts":"2099-01-01T10:01:00.000Z","msg":"two"}',
  'a line without a time',
];

beforeEach(() => writeFileSync(file, lines.map((line) => `${line}\n`).join('')));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(options: Partial<LogOptions>): Promise<string> {
  let text = '';
  for await (const part of readLog(file, { ...plain, ...options }, new AbortController().signal))
    text += part;
  return text;
}

test('the whole log comes by default', async () => {
  expect(await read({})).toBe(lines.map((line) => `${line}\n`).join(''));
});

test('only the last lines come when asked for', async () => {
  expect(await read({ tailLines: 1 })).toBe('a line without a time\n');
});

test('no line comes when none is asked for', async () => {
  expect(await read({ tailLines: 0 })).toBe('');
});

test('only lines since a time come, with those without a time that follow them', async () => {
  const since = new Date('2099-01-01T10:00:30Z');
  expect(await read({ since })).toBe(`${lines[2]}\n${lines[3]}\n`);
});

test('lines carry their time when asked for', async () => {
  expect(await read({ timestamps: true, tailLines: 1 })).toBe(
    '2099-01-01T10:01:00.000Z a line without a time\n',
  );
});

test('no more bytes come than asked for', async () => {
  expect(await read({ limitBytes: 5 })).toBe('start');
});

test('following gives lines that are written later', async () => {
  const ending = new AbortController();
  const seen: string[] = [];
  for await (const line of readLog(file, { ...plain, follow: true, tailLines: 1 }, ending.signal)) {
    seen.push(line);
    if (seen.length === 1) appendFileSync(file, 'later\n');
    else break;
  }
  expect(seen).toEqual(['a line without a time\n', 'later\n']);
});

test('a line that is not JSON has no time', () => {
  expect(lineTime('starting')).toBeUndefined();
});

test('the query of kubectl logs is understood', () => {
  const query = new URLSearchParams('follow=true&tailLines=5&sinceSeconds=60&timestamps=true');
  expect(logOptions(query, new Date('2026-01-01T00:01:00Z'))).toEqual({
    follow: true,
    previous: false,
    timestamps: true,
    tailLines: 5,
    limitBytes: undefined,
    since: new Date('2026-01-01T00:00:00Z'),
  });
});
