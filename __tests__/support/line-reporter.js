/** Prints one line for each case, what is wrong below a case that failed, and last how many passed and failed. */
module.exports = class LineReporter {
  cases = [];
  unrunFiles = 0;

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
    console.log(`${ok ? 'ok    ' : 'failed'}  ${name}: ${details.join(', ')}`);
    for (const message of failureMessages) console.log(message);
  }

  onTestFileResult(test, { testExecError, failureMessage, testResults }) {
    if (testExecError === undefined && testResults.length > 0) return;
    this.unrunFiles += 1;
    console.log(failureMessage ?? `${test.path} has no cases`);
  }

  onRunComplete() {
    const passed = this.cases.filter(({ ok }) => ok).length;
    console.log(`${passed} passed, ${this.cases.length - passed + this.unrunFiles} failed`);
  }
};
