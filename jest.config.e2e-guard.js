const endToEnd = require('./jest.config.e2e.js');

/** The proof that the guard foretells what Flux deletes, one line for each case.
 *  @type {import('jest').Config} */
module.exports = {
  ...endToEnd,
  testMatch: ['<rootDir>/__tests__/e2e-guard/**/*.test.ts'],
  testTimeout: 25 * 60 * 1000,
  reporters: ['<rootDir>/__tests__/e2e-guard/support/line-reporter.js'],
};
