const { default: Sequencer } = require('@jest/test-sequencer');

/** Runs the files by their names: they share one sandbox, and the last one takes it down. */
module.exports = class InOrder extends Sequencer {
  sort(tests) {
    return [...tests].sort((one, other) => one.path.localeCompare(other.path));
  }
};
