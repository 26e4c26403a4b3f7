/** Printed commands that need nothing but the checkout: a unit test runs them. */
export const inUnitTests: readonly string[] = [
  'cat help',
  'export FLEET=prod',
  'export FLEET_OVERRIDES=file.yaml',
  'export PATH=$PWD/node_modules/.bin:$PATH TERRAFORM_BINARY_NAME=$PWD/ops/bin/terraform',
  'export TERRAFORM_BINARY_NAME=$PWD/ops/bin/terraform',
  'make',
  'npx jest __tests__/lib/validation/cidr.test.ts',
  "npx jest __tests__/sandbox/aws -t 'deleted'",
  'ops/bin/ops',
  'terraform show -json saved.tfplan | ops/bin/ops guard --plan -',
];

/** Printed commands that a unit test runs, where they have no cluster to ask, and say so by their exit code. */
export const withoutAnswer: readonly string[] = ['ops/bin/ops guard --from origin/main'];

/** Printed commands that need a sandbox with everything deployed: an end-to-end test runs them, in this order. */
export const inSandbox: readonly string[] = [
  'make sandbox-status',
  `echo '  greeting: hello' >> gitops/infrastructure/cluster-info.yaml`,
  `git commit --all --message='Say hello'`,
  'git push sandbox',
  `kubectl wait --for=jsonpath='{.data.greeting}'=hello configmap/cluster-info -n applications --timeout=2m`,
  'cdktf synth',
  'cdktf diff network',
  'cdktf diff flux-operator',
  'cdktf diff flux-instance',
  'cdktf deploy flux-operator',
  'cdktf deploy flux-instance',
  'kubectl get fluxinstance -n flux-system',
  'kubectl get gitrepositories -A',
  `kubectl get receiver push -n flux-system -o jsonpath='{.status.webhookPath}'`,
  'ops/bin/ops upgrade',
  'ops/bin/ops inventory',
  'ops/bin/ops doctor',
  'ops/bin/ops drift',
];

const commandTable = '__tests__/e2e/3-command-table.test.ts';
const prodInSandbox = '__tests__/e2e/5-prod-sized-down.test.ts';
const fluxCli = '__tests__/e2e/2-flux-cli.test.ts';
const imageAutomation = '__tests__/e2e-flux/8-image-automation.test.ts';
const dayTwo = '__tests__/e2e/6-flux-day-2.test.ts';

/** Printed commands that another file types as printed, and that file. */
export const inOtherFiles: Readonly<Record<string, string>> = {
  'make sandbox': '.ci/run',
  'make sandbox-shell': '__tests__/e2e/support/sandbox-shell.ts',
  'make sandbox-down': '.ci/run',
  'make test': '.ci/run',
  'make e2e': '.ci/run',
  'make scan': '.ci/run',
  'make validate': '.ci/run',
  'cdktf deploy network cluster': commandTable,
  'cdktf deploy flux-operator flux-instance': commandTable,
  "cdktf deploy '*'": commandTable,
  "cdktf destroy '*'": commandTable,
  'cdktf destroy cluster': commandTable,
  'cdktf destroy flux-instance flux-operator': commandTable,
  'flux check': fluxCli,
  'flux get all -A': fluxCli,
  'flux get images all -A': imageAutomation,
  'flux tree kustomization flux-system': fluxCli,
  'flux events': fluxCli,
  'flux logs --level=error': fluxCli,
  'flux trace configmap cluster-info -n applications': fluxCli,
  'flux reconcile source git flux-system': fluxCli,
  'flux reconcile kustomization flux-system': fluxCli,
  'flux diff kustomization flux-system --path gitops/clusters/sandbox': fluxCli,
  'flux suspend kustomization infrastructure': fluxCli,
  'flux resume kustomization infrastructure': fluxCli,
  'FLEET=prod cdktf deploy network cluster': prodInSandbox,
  'FLEET=prod cdktf destroy cluster network': prodInSandbox,
  'FLEET=prod FLEET_OVERRIDES=ops/scan/every-choice.yaml cdktf deploy network cluster':
    '__tests__/e2e/8-every-choice.test.ts',
  'ops/bin/ops upgrade --operator 0.59.1': dayTwo,
  'ops/bin/ops upgrade --operator 0.59.1 --apply': dayTwo,
  'ops/bin/ops upgrade --verify': dayTwo,
};

const shownAsAForm = 'names a command in running text, without all of its arguments';
const takesAMinute = 'takes a minute; the end-to-end tests begin and end faults themselves';
const needsSecret = 'needs a secret of the reader, which only `make leaks` makes up';

/** Printed commands that no test runs as printed, and why. */
export const notRun: Readonly<Record<string, string>> = {
  'npm ci': 'would replace the packages of the running tests; `make install` runs it',
  'make install': 'would replace the packages of the running tests; .ci/run runs it',
  'make format': 'would write to the checkout; `make lint` checks the format',
  'make picture': 'would write to the checkout; a test compares what it would write',
  'npx jest --config jest.config.e2e.js 1-everything': '`make e2e` runs this test with the others',
  'make bench': 'takes minutes and measures the machine',
  'make e2e-flux': 'takes twenty minutes, and is a test itself',
  'make e2e-guard': 'takes ten minutes, and is a test itself',
  'make e2e-gitops': 'takes ten minutes, and is a test itself',
  "ONLY='HelmRelease' make e2e-guard": 'takes minutes, and is a test itself',
  'make e2e-lifecycle': 'takes half an hour, and is a test itself',
  'make e2e-interrupts': 'takes forty minutes, and is a test itself',
  'make leaks': 'takes six minutes, and is a test itself',
  'FLEET=prod cdktf diff cluster': `${prodInSandbox} runs it for every stack that it deploys`,
  'git push': 'the checkout of a test has no remote repository',
  'sandbox/bin/sandbox fault git 60': takesAMinute,
  'sandbox/bin/sandbox fault charts 60': takesAMinute,
  'sandbox/bin/sandbox fault aws throttle 60': takesAMinute,
  'kubectl edit gitrepository flux-system -n flux-system': 'opens an editor',
  'kubectl port-forward -n flux-system svc/flux-operator 9080': 'runs until it is stopped',
  'flux reconcile source git flux-system':
    "needs Flux's own command line, which the sandbox does not install",
  'ops/bin/ops tunnel': 'runs until it is stopped; a unit test talks through its proxy',
  'export HTTPS_PROXY=http://127.0.0.1:8442': 'needs the session of a jumpbox',
  [`aws ssm start-session --target $INSTANCE --document-name AWS-StartPortForwardingSessionToRemoteHost \\
  --parameters host=$ENDPOINT,portNumber=443,localPortNumber=8443`]: 'needs an AWS account with a jumpbox',
  [String.raw`cosign verify ghcr.io/controlplaneio-fluxcd/charts/flux-operator:0.59.0 \
  --certificate-oidc-issuer-regexp '^https://token\.actions\.githubusercontent\.com$' \
  --certificate-identity-regexp '^https://github\.com/controlplaneio-fluxcd/charts.*$'`]:
    "needs the published chart and Sigstore's servers; a test of the launcher compares what it runs",
  'read -rs TF_VAR_flux_git_token && export TF_VAR_flux_git_token': 'waits for a person to type',
  'unset TF_VAR_flux_git_token': needsSecret,
  'export TF_VAR_flux_git_ssh_key="$(cat deploy-key)"': needsSecret,
  'export TF_VAR_flux_age_key="$(cat age.key)"': needsSecret,
  "GOTOOLCHAIN=go1.27.0 go install -gcflags=all=-l -ldflags='-s -w' ./cmd/...":
    'installs programs outside the checkout; `make sandbox` builds them',
  'GOTOOLCHAIN=go1.27.0 go vet ./... && GOTOOLCHAIN=go1.27.0 go test ./...': '`make go-check` runs it',
  'aws eks get-token': shownAsAForm,
  'cdktf deploy': shownAsAForm,
  'cdktf destroy': shownAsAForm,
  'terraform -chdir=cdktf.out/stacks/network force-unlock -force <id>':
    '`make e2e-interrupts` runs it as the launcher prints it, with the id of the lock',
  'ops/bin/terraform': shownAsAForm,
  'terraform state rm': shownAsAForm,
  'terraform providers schema -json': shownAsAForm,
};
