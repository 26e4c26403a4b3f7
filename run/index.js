// @ts-check
'use strict';
// Runs a program of this checkout that is written in TypeScript: node run main.ts [ARGUMENT...]
//
// A program is bundled into one file when its sources are not those of the bundle that is kept, and bare Node runs that file
// (docs/decisions/0014-bundles.md). This folder is JavaScript, since it runs before there is anything that reads TypeScript.
const { createRequire } = require('node:module');
const { resolve } = require('node:path');
const { Script } = require('node:vm');
const { keepCodeCache, keptBundle } = require('./kept-bundle.js');
const { showSourceLines } = require('./source-lines.js');

/** @import { Bundle } from './kept-bundle.js' */

/** @param {string} program @param {Bundle} bundle */
function execute(program, bundle) {
  const { file, code, codeCache } = bundle;
  showSourceLines(bundle);
  const script = new Script(code, { filename: file, cachedData: codeCache });
  if (bundle.isKept && codeCache === undefined) {
    process.once('exit', (status) => {
      if (status === 0) keepCodeCache(bundle, script.createCachedData());
    });
  }
  process.argv.splice(1, 2, program);
  script.runInThisContext()(createRequire(program));
}

/** @param {string} program */
async function bundleAndExecute(program) {
  const { makeBundle } = require('./make-bundle.js');
  const bundle = await makeBundle(program);
  if (bundle === undefined) process.exitCode = 1;
  else execute(program, bundle);
}

const [, , name] = process.argv;
if (name === undefined) {
  process.stderr.write('run: which program? Usage: node run PROGRAM.ts [ARGUMENT...]\n');
  process.exitCode = 2;
} else {
  const program = resolve(name);
  const kept = keptBundle(program);
  if (kept === undefined) void bundleAndExecute(program);
  else execute(program, kept);
}
