const { readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const LineReporter = require('../../support/line-reporter.js');

const rows = join(__dirname, '../../../.sandbox/guard-proof.json');

/** Prints beside each mutation what was foretold and what was deleted. */
module.exports = class GuardLineReporter extends LineReporter {
  onRunStart() {
    rmSync(rows, { force: true });
  }

  detailsOf(result) {
    try {
      const row = JSON.parse(readFileSync(rows, 'utf8')).find(({ name }) => name === result.fullName);
      return row === undefined
        ? super.detailsOf(result)
        : [`foretold ${row.forecast}`, `deleted ${row.deleted}`].map((text) => text.replaceAll('`', ''));
    } catch {
      return super.detailsOf(result);
    }
  }
};
