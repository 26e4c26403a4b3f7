/** Prints one line for each case, failures in full at the end, and last how many passed and failed. */
module.exports = class LineReporter {
  cases = [];
  failures = [];

  /** What is told of a case beside its name. */
  detailsOf({ duration }) {
    return [`${((duration ?? 0) / 1000).toFixed(1)} s`];
  }

  onTestCaseResult(test, result) {
    const { fullName: name, status, failureMessages } = result;
    if (status === 'pending') return;
    const ok = status === 'passed';
    const details = this.detailsOf(result);
    this.cases.push({ name, ok, details });
    this.failures.push(...failureMessages.map((message) => `${name}\n${message}\n`));
    console.log(`${ok ? 'ok    ' : 'failed'}  ${name}: ${details.join(', ')}`);
  }

  onTestFileResult(test, { testExecError, failureMessage, testResults }) {
    if (testExecError !== undefined || testResults.length === 0) this.failures.push(failureMessage ?? '');
  }

  onRunComplete() {
    if (this.failures.length > 0) console.log(`\n${this.failures.join('\n')}`);
    const passed = this.cases.filter(({ ok }) => ok).length;
    const failed = Math.max(this.cases.length - passed, Math.min(this.failures.length, 1));
    console.log(`${passed} passed, ${failed} failed`);
  }
};
