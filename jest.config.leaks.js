const e2e = require('./jest.config.e2e.js');

/** Secrets that must come out nowhere, against a sandbox.
 *  @type {import('jest').Config} */
module.exports = { ...e2e, testMatch: ['<rootDir>/__tests__/leaks/**/*.test.ts'], verbose: true };
