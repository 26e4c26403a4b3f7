// @ts-check
'use strict';
const { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { checkout, isUnchanged } = require('./sources.js');

/**
 * A program with all its modules.
 *
 * @typedef {object} Bundle
 * @property {string} file where it is kept, or would be
 * @property {boolean} isKept
 * @property {ReturnType<typeof import('./sources.js').stateOf>} state of the sources that it was made of
 * @property {string} code a function of `require`
 * @property {Buffer} [codeCache] what V8 compiled of the code
 * @property {() => string} readMap gives its source map, as JSON
 */

/** A file has a head, which says how long the code, the code cache and the source map after it are. */
const headLengthDigits = 10;

/** @param {string} program */
function fileOf(program) {
  return join(checkout, 'node_modules/.cache/infra-fleet', `${relative(checkout, program)}.bundle`);
}

/**
 * The bundle of a program, where one is kept whose sources are still the same.
 *
 * @param {string} program
 * @returns {Bundle | undefined}
 */
function keptBundle(program) {
  const file = fileOf(program);
  let fd;
  try {
    fd = openSync(file, 'r');
    const bundle = readBundle(file, fd);
    if (bundle !== undefined) return bundle;
  } catch {
    // There is none, or it is cut short: it is made again.
  }
  if (fd !== undefined) closeSync(fd);
  return undefined;
}

/**
 * The file stays open, so that its source map can be read when it is asked for, even if a newer file has replaced it by then.
 *
 * @param {string} file
 * @param {number} fd
 * @returns {Bundle | undefined}
 */
function readBundle(file, fd) {
  const headLength = Number(read(fd, 0, headLengthDigits).toString());
  const { state, lengths } = JSON.parse(read(fd, headLengthDigits, headLength).toString());
  if (!isUnchanged(state)) return undefined;
  const codeStart = headLengthDigits + headLength;
  const codeCacheStart = codeStart + lengths.code;
  return {
    file,
    isKept: true,
    state,
    code: read(fd, codeStart, lengths.code).toString(),
    codeCache: lengths.codeCache === 0 ? undefined : read(fd, codeCacheStart, lengths.codeCache),
    readMap: () => read(fd, codeCacheStart + lengths.codeCache, lengths.map).toString(),
  };
}

/**
 * @param {number} fd
 * @param {number} position
 * @param {number} length
 */
function read(fd, position, length) {
  const buffer = Buffer.allocUnsafeSlow(length);
  if (readSync(fd, buffer, 0, length, position) !== length) throw new Error('The file is cut short.');
  return buffer;
}

/**
 * Keeps a bundle for the next starts. The file appears whole: others may start at this moment.
 *
 * @param {Bundle} bundle
 * @throws the error of the file system, where nothing can be written
 */
function keepBundle({ file, state, code, codeCache = Buffer.alloc(0), readMap }) {
  const parts = { code: Buffer.from(code), codeCache, map: Buffer.from(readMap()) };
  const lengths = { code: parts.code.length, codeCache: codeCache.length, map: parts.map.length };
  const head = Buffer.from(JSON.stringify({ state, lengths }));
  const headLength = String(head.length).padStart(headLengthDigits, '0');
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(
      unfinished,
      Buffer.concat([Buffer.from(headLength), head, parts.code, parts.codeCache, parts.map]),
    );
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/**
 * Keeps what V8 compiled with a bundle, so that the next start does not compile it again.
 *
 * @param {Bundle} bundle
 * @param {Buffer} codeCache
 */
function keepCodeCache(bundle, codeCache) {
  try {
    keepBundle({ ...bundle, codeCache });
  } catch {
    // The program has done what it was for. The next start tries again.
  }
}

module.exports = { fileOf, keepBundle, keepCodeCache, keptBundle };
