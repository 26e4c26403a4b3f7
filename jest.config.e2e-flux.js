const endToEnd = require('./jest.config.e2e.js');

/** The proof that Flux is fit for production, one line for each case.
 *  @type {import('jest').Config} */
module.exports = {
  ...endToEnd,
  testMatch: ['<rootDir>/__tests__/e2e-flux/**/*.test.ts'],
  reporters: ['<rootDir>/__tests__/e2e-flux/support/line-reporter.js'],
};
