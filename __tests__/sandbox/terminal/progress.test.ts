import { canDraw, Progress } from '../../../sandbox/src/terminal/progress.js';

describe('canDraw', () => {
  it.each([
    [{ isTTY: true, columns: 80 }, true],
    [{ isTTY: true, columns: 1 }, true],
    [{ isTTY: true, columns: 0 }, false],
    [{ isTTY: true }, false],
    [{ columns: 80 }, false],
    [{}, false],
  ])('%j: %s', (stream, expected) => {
    expect(canDraw(stream)).toBe(expected);
  });
});

describe('Progress', () => {
  const stream = process.stdout;
  const before = { isTTY: stream.isTTY, columns: stream.columns };
  afterEach(() => {
    jest.restoreAllMocks();
    Object.assign(stream, before);
  });

  it('prints a whole line at a time on a terminal without a width', async () => {
    Object.assign(stream, { isTTY: true, columns: 0 });
    let written = '';
    const write = (text: string | Uint8Array): boolean => {
      written += String(text);
      return true;
    };
    jest.spyOn(stream, 'write').mockImplementation(write);
    jest.spyOn(console, 'log').mockImplementation((text: string) => write(`${text}\n`));
    const work = (report: (line: string) => void): Promise<void> => {
      report('the API server answers');
      return Promise.resolve();
    };
    await new Progress(new AbortController()).run([{ title: 'Start the cluster', work }]);
    expect(written.split('\n')).toContainEqual(
      expect.stringContaining('Start the cluster: the API server answers'),
    );
  });
});
