const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');
const LineReporter = require('../../support/line-reporter.js');

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

/** Prints what a case measured beside its name, and keeps the numbers for `make bench`. */
module.exports = class FluxLineReporter extends LineReporter {
  onRunStart() {
    rmSync(measured, { force: true });
  }

  detailsOf(result) {
    const numbers = numbersOf(result.fullName);
    return numbers.length > 0 ? numbers : super.detailsOf(result);
  }

  onRunComplete(contexts, results) {
    super.onRunComplete(contexts, results);
    mkdirSync(cache, { recursive: true });
    const cases = this.cases.map(({ name, ok }) => ({ name, ok, numbers: numbersOf(name) }));
    const run = { date: new Date(results.startTime).toISOString(), cases };
    writeFileSync(join(cache, 'e2e-flux.json'), `${JSON.stringify(run, null, 2)}\n`);
  }
};
