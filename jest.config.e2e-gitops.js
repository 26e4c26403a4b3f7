const endToEnd = require('./jest.config.e2e.js');

/** What is reconciled of gitops/, and how it is checked before: one line for each case.
 *  @type {import('jest').Config} */
module.exports = {
  ...endToEnd,
  testMatch: ['<rootDir>/__tests__/e2e-gitops/**/*.test.ts'],
  reporters: ['<rootDir>/__tests__/e2e-guard/support/line-reporter.js'],
};
