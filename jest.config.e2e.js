const unit = require('./jest.config.js');

/** The end-to-end tests, one after the other against the sandbox that `make sandbox` started.
 *  @type {import('jest').Config} */
module.exports = {
  ...unit,
  testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testSequencer: '<rootDir>/__tests__/e2e/support/in-order.js',
  testTimeout: 20 * 60 * 1000,
  maxWorkers: 1,
};
