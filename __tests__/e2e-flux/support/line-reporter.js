const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

const measured = join(__dirname, '../../../.sandbox/e2e-flux.jsonl');
const cache =
  process.env.INFRA_FLEET_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'infra-fleet');

/** The numbers that a case measured. */
function numbersOf(name) {
  if (!existsSync(measured)) return [];
  const lines = readFileSync(measured, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line)).flatMap((line) => (line.name === name ? line.numbers : []));
}

/** Prints one line for each case, failures in full at the end, and keeps the numbers for `make bench`. */
module.exports = class LineReporter {
  cases = [];
  failures = [];

  onRunStart() {
    rmSync(measured, { force: true });
  }

  onTestCaseResult(test, { fullName, status, duration, failureMessages }) {
    if (status === 'pending') return;
    const ok = status === 'passed';
    const numbers = numbersOf(fullName);
    this.cases.push({ name: fullName, ok, numbers });
    this.failures.push(...failureMessages.map((message) => `${fullName}\n${message}\n`));
    const shown = numbers.length > 0 ? numbers : [`${((duration ?? 0) / 1000).toFixed(1)} s`];
    console.log(`${ok ? 'ok    ' : 'failed'}  ${fullName}: ${shown.join(', ')}`);
  }

  onTestFileResult(test, { testExecError, failureMessage, testResults }) {
    if (testExecError !== undefined || testResults.length === 0) this.failures.push(failureMessage ?? '');
  }

  onRunComplete(_contexts, { startTime }) {
    if (this.failures.length > 0) console.log(`\n${this.failures.join('\n')}`);
    mkdirSync(cache, { recursive: true });
    const run = { date: new Date(startTime).toISOString(), cases: this.cases };
    writeFileSync(join(cache, 'e2e-flux.json'), `${JSON.stringify(run, null, 2)}\n`);
  }
};
