import { StackFolder } from './launcher';

// The launcher's start is slow beside other work.
jest.setTimeout(60_000);

let stack: StackFolder;

beforeEach(() => {
  stack = new StackFolder('flux-operator');
});
afterEach(() => stack.remove());

/** Applies the stack flux-operator of the fleet dev, beside a cosign that ends in some way. */
function applyBesideCosign(script?: string) {
  const plan = JSON.stringify({ format_version: '1.2', resource_changes: [] });
  stack.program('terraform', `case "$1" in plan) exit 2 ;; show) echo '${plan}' ;; esac`);
  if (script !== undefined) stack.program('cosign', script);
  const { status, stderr } = stack.launch(['apply', '-auto-approve']);
  return { status, stderr, isApplied: stack.calls('terraform').some((call) => call.startsWith('apply ')) };
}

test('a chart that cosign accepts is installed', () => {
  expect(applyBesideCosign('exit 0')).toMatchObject({ status: 0, isApplied: true });
  expect(stack.calls('cosign')).toEqual([
    'verify --certificate-oidc-issuer-regexp ^https://token\\.actions\\.githubusercontent\\.com$ ' +
      '--certificate-identity-regexp ^https://github\\.com/controlplaneio-fluxcd/charts.*$ ' +
      'ghcr.io/controlplaneio-fluxcd/charts/flux-operator:0.59.0',
  ]);
});

test.each([10, 12, 13])('a chart that cosign refuses with %i is not installed', (code) => {
  const { stderr, ...rest } = applyBesideCosign(`echo 'no matching signatures' >&2; exit ${code}`);
  expect(rest).toEqual({ status: 1, isApplied: false });
  expect(stderr).toContain(
    'cosign refuses the chart ghcr.io/controlplaneio-fluxcd/charts/flux-operator:0.59.0',
  );
});

test.each([
  ['a cosign that fails', `echo 'unauthorized' >&2; exit 1`, 'is not verified: unauthorized'],
  ['no cosign', undefined, 'is not verified: cosign is not installed'],
])('with %s, the chart is installed and the deploy says that nobody verified it', (_, script, said) => {
  const { stderr, ...rest } = applyBesideCosign(script);
  expect(rest).toEqual({ status: 0, isApplied: true });
  expect(stderr).toContain(said);
});
