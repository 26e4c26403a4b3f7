const endToEnd = require('./jest.config.e2e.js');

/** The proof that a fleet lives through years of changes, one line for each case.
 *  @type {import('jest').Config} */
module.exports = {
  ...endToEnd,
  testMatch: ['<rootDir>/__tests__/e2e-lifecycle/**/*.test.ts'],
  reporters: ['<rootDir>/__tests__/support/line-reporter.js'],
};
