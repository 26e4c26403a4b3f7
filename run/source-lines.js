// @ts-check
'use strict';
const { SourceMap } = require('node:module');
const { join } = require('node:path');
const { inspect } = require('node:util');
const { checkout } = require('./sources.js');

/** The frames of a stack that are shown: as many as Node shows. cdktf asks for all of them, for each of thousands of tokens. */
const shownFrames = 10;

/**
 * Lets stack traces name the files and lines of the sources. The source map is read when the first error is shown: Node's own
 * --enable-source-maps reads it at every start.
 *
 * @param {import('./kept-bundle.js').Bundle} bundle
 */
function showSourceLines({ file, readMap }) {
  const places = new RegExp(`${file.replace(/[^\w/]/g, '\\$&')}:(\\d+):(\\d+)`, 'g');
  /** @type {SourceMap | undefined} */
  let map;
  /** @param {string} text */
  const withSourceLines = (text) =>
    text.replace(places, (place, line, column) => {
      map ??= new SourceMap(JSON.parse(readMap()));
      const found = map.findEntry(line - 1, column - 1);
      if (!('originalSource' in found)) return place;
      const { originalSource, originalLine, originalColumn } = found;
      return `${join(checkout, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    });

  Error.prepareStackTrace = (error, frames) => {
    const stack = [Error.prototype.toString.call(error), ...frames.slice(0, shownFrames)].join('\n    at ');
    return error instanceof Error ? withSourceLines(stack) : stack;
  };
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${withSourceLines(inspect(error))}\n`);
    process.exit(1);
  });
}

module.exports = { showSourceLines };
