/** The unit tests: what needs no built program and no running sandbox.
 *  @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/__tests__/e2e/',
    '<rootDir>/__tests__/e2e-flux/',
    '<rootDir>/__tests__/e2e-gitops/',
    '<rootDir>/__tests__/e2e-guard/',
    '<rootDir>/__tests__/e2e-lifecycle/',
    '<rootDir>/__tests__/e2e-interrupts/',
    '<rootDir>/__tests__/leaks/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.sandbox/', '<rootDir>/cdktf.out/'],
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  // execa, listr2 and the Kubernetes client, and what they import, are ES modules alone and so are compiled too.
  transformIgnorePatterns: [
    '/node_modules/(cdktf|constructs|@cdktf|@swc|@aws-sdk|@smithy|typescript|zod|yaml)/',
  ],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // jest resolves the entry for browsers, which lacks what execa imports.
    '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js',
  },
};
