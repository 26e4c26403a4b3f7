// @ts-check
'use strict';
const { readdirSync, statSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const checkout = resolve(__dirname, '..');

/** What decides beside the files. */
const surroundings = [checkout, process.version, process.platform, process.arch].join(' ');

/** What is no file of a program and yet decides what its bundle is. */
const alwaysRead = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'node_modules/.package-lock.json',
  ...readdirSync(__dirname).map((name) => `run/${name}`),
];

/** The names that an import without a suffix, or a package, can be found by. */
const importable = /\.(?:[cm]?[jt]sx?|json)$/;

/**
 * The state of all that a bundle is made of, in a form that is only ever compared. A file's change time is set by the kernel
 * alone, so that an older file brought back with its old modification time counts as changed.
 *
 * @param {readonly string[]} files relative to the checkout
 */
function stateOf(files) {
  const all = [...files, ...alwaysRead];
  const folders = new Set(files.filter((file) => !file.includes('node_modules/')).flatMap(foldersOf));
  return {
    surroundings,
    files: Object.fromEntries(all.map((file) => [file, stateOfFile(file)])),
    folders: Object.fromEntries([...folders].map((folder) => [folder, namesIn(folder)])),
  };
}

/** Whether all that a bundle was made of is still the same. @param {ReturnType<typeof stateOf>} state */
function isUnchanged(state) {
  if (state.surroundings !== surroundings) return false;
  for (const file in state.files) if (state.files[file] !== stateOfFile(file)) return false;
  for (const folder in state.folders) if (state.folders[folder] !== namesIn(folder)) return false;
  return true;
}

/**
 * All folders that a file lies in, up to the checkout.
 *
 * @param {string} file
 * @returns {string[]}
 */
function foldersOf(file) {
  const folder = dirname(file);
  return folder === '.' || folder === '..' ? [folder] : [folder, ...foldersOf(folder)];
}

/** @param {string} file */
function stateOfFile(file) {
  const stat = statSync(join(checkout, file), { throwIfNoEntry: false });
  return stat === undefined ? 'none' : `${stat.ctimeMs} ${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}

/** A new file can come before another with the same import. @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(join(checkout, folder))
      .filter((name) => importable.test(name))
      .join(' ');
  } catch {
    return 'none';
  }
}

/** When the last of some files was changed, in milliseconds since 1970. @param {ReturnType<typeof stateOf>} state */
function lastChange({ files }) {
  return Math.max(...Object.values(files).map((state) => Number.parseFloat(state) || 0));
}

module.exports = { checkout, isUnchanged, lastChange, stateOf };
