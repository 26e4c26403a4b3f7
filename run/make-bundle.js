// @ts-check
'use strict';
const { readFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { fileOf, keepBundle } = require('./kept-bundle.js');
const { checkout, lastChange, stateOf } = require('./sources.js');

/** @import { BuildFailure, BuildOptions, Plugin } from 'esbuild' */
/** @import { Bundle } from './kept-bundle.js' */

/** How coarse the clock of a file system may be, in milliseconds. */
const coarseClock = 1000;

/**
 * Gives each file its own `__filename` and `__dirname`. Packages are left alone.
 *
 * @type {Plugin}
 */
const ownFolders = {
  name: 'own folders',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8');
      if (path.includes('/node_modules/') || !/__(?:dir|file)name|import\.meta/.test(contents))
        return undefined;
      const [file, folder] = [path, dirname(path)].map((place) => JSON.stringify(place));
      return { contents: `const __filename = ${file}, __dirname = ${folder};${contents}`, loader: 'ts' };
    });
  },
};

/**
 * A module of cdktf that no synth uses is loaded from its package when it is used after all. It imports what writes archives,
 * half of all that cdktf imports, and starts Node with its `__filename`, which a bundle does not have.
 *
 * @type {Plugin}
 */
const loadedWhenUsed = {
  name: 'loaded when used',
  setup({ onLoad }) {
    onLoad({ filter: /\/cdktf\/lib\/private\/fs\.js$/ }, ({ path }) => ({
      contents: `const load = require;
        module.exports = new Proxy({}, { get: (_, name) => load(${JSON.stringify(path)})[name] });`,
    }));
  },
};

/** @satisfies {BuildOptions} */
const options = {
  absWorkingDir: checkout,
  // Nothing is written there; the source map is relative to it.
  outfile: join(checkout, 'bundle.js'),
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  banner: { js: '(function (require) {' },
  footer: { js: '})' },
  target: `node${process.versions.node}`,
  tsconfig: join(checkout, 'tsconfig.json'),
  resolveExtensions: ['.ts', '.js', '.json'],
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  plugins: [ownFolders, loadedWhenUsed],
  minifyWhitespace: true,
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'silent',
};

/**
 * Bundles a program, and keeps the bundle where it can be sure of its sources. Where it can't be made, says why.
 *
 * @param {string} program
 * @returns {Promise<Bundle | undefined>}
 */
async function makeBundle(program) {
  const esbuild = loadEsbuild();
  if (esbuild === undefined) return undefined;
  const began = Date.now();
  try {
    const { outputFiles, metafile } = await esbuild.build({ ...options, entryPoints: [program] });
    const [map = '', code = ''] = ['.map', '.js'].map(
      (suffix) => outputFiles.find(({ path }) => path.endsWith(suffix))?.text,
    );
    const state = stateOf(Object.keys(metafile.inputs));
    const bundle = { file: fileOf(program), isKept: false, state, code, readMap: () => map };
    // A file that was changed just now may have been read before the change.
    return lastChange(state) < began - coarseClock ? kept(bundle) : bundle;
  } catch (error) {
    const { errors } = /** @type {BuildFailure} */ (error);
    if (!Array.isArray(errors)) throw error;
    const { columns: terminalWidth, isTTY: color = false } = process.stderr;
    const messages = await esbuild.formatMessages(errors, { kind: 'error', color, terminalWidth });
    process.stderr.write(messages.join(''));
    return undefined;
  } finally {
    await esbuild.stop();
  }
}

function loadEsbuild() {
  try {
    return require('esbuild');
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    process.stderr.write(`run: esbuild, which reads TypeScript, can't be loaded: ${reason}. Run: npm ci\n`);
    return undefined;
  }
}

/**
 * @param {Bundle} bundle
 * @returns {Bundle}
 */
function kept(bundle) {
  try {
    keepBundle(bundle);
    return { ...bundle, isKept: true };
  } catch (error) {
    const folder = relative(checkout, dirname(bundle.file));
    process.stderr.write(
      `note: no bundle can be kept in ${folder}, so every start takes half a second longer: ${messageOf(error)}\n`,
    );
    return bundle;
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

module.exports = { makeBundle };
