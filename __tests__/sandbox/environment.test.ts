import { sandboxEnvironment } from '../../sandbox/src/environment.js';
import { checkout, state } from '../../sandbox/src/paths.js';

const endpoints = {
  daemonPid: 1,
  aws: 'http://127.0.0.1:1001',
  git: 'http://127.0.0.1:1002/fleet.git',
  privateGit: {
    url: 'http://127.0.0.1:1002/private/fleet.git',
    token: 'a-token',
    writeToken: 'another-token',
  },
  chat: 'http://127.0.0.1:1004/',
  registry: { address: '127.0.0.1:1003', authorities: '/sandbox/authorities.pem' },
  charts: { url: 'oci://127.0.0.1:1003/charts', publicKey: 'key' },
};

const environment = (base: NodeJS.ProcessEnv = {}): Record<string, string> =>
  sandboxEnvironment({ endpoints, terraform: '/usr/bin/terraform', base });

describe('sandboxEnvironment', () => {
  it('sends AWS clients to the sandbox', () => {
    expect(environment()).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1001',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-2',
      AWS_DEFAULT_REGION: 'eu-west-2',
    });
  });

  it.each([
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ROLE_ARN',
    'AWS_ENDPOINT_URL_STS',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ])("drops the machine's %s, which would reach a real account", (name) => {
    expect(environment({ [name]: 'value' })).not.toHaveProperty(name);
  });

  it.each(['TF_WORKSPACE', 'TF_DATA_DIR', 'TF_CLI_ARGS_plan', 'TF_PLUGIN_CACHE_DIR', 'CDKTF_CONTEXT_JSON'])(
    "drops the machine's %s, which would change what a command does",
    (name) => {
      expect(environment({ [name]: 'value' })).not.toHaveProperty(name);
    },
  );

  it.each(['AWS_CA_BUNDLE', 'HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS', 'LANG'])(
    "keeps the machine's %s",
    (name) => {
      expect(environment({ [name]: 'value' })).toHaveProperty(name, 'value');
    },
  );

  it('reaches the loopback interface without the proxy of the machine', () => {
    expect(environment({ NO_PROXY: 'example.com' }).NO_PROXY).toBe('example.com,127.0.0.1,localhost');
  });

  it("puts the checkout's and the sandbox's programs before the machine's", () => {
    expect(environment({ PATH: '/usr/bin' }).PATH).toBe(
      `${checkout}/node_modules/.bin:${state.root}/bin:/usr/bin`,
    );
  });

  it('selects the fleet of the sandbox, whatever is selected outside', () => {
    expect(environment({ FLEET: 'dev' }).FLEET).toBe('sandbox');
  });

  it('lays its overrides over every fleet that is selected inside', () => {
    expect(environment({ FLEET_LOCAL_OVERRIDES: 'mine.yaml' }).FLEET_LOCAL_OVERRIDES).toBe(
      `${checkout}/sandbox/fleet-overrides.yaml`,
    );
  });

  it('lets cdktf apply without a question', () => {
    expect(environment().CDKTF_AUTO_APPROVE).toBe('true');
  });

  it('names the real Terraform to the launcher that cdktf runs', () => {
    expect(environment()).toMatchObject({
      TERRAFORM_BINARY_NAME: `${checkout}/ops/bin/terraform`,
      INFRA_FLEET_TERRAFORM: '/usr/bin/terraform',
    });
  });

  it('tells the fleet file where Git and charts are served, and who signs them', () => {
    expect(environment()).toMatchObject({
      SANDBOX_GIT_URL: 'http://127.0.0.1:1002/fleet.git',
      SANDBOX_CHARTS_URL: 'oci://127.0.0.1:1003/charts',
      SANDBOX_CHARTS_KEY: 'a2V5',
    });
  });

  it('writes nothing outside the state folder for kubectl and cdktf', () => {
    const { KUBECONFIG, KUBECACHEDIR, CDKTF_HOME } = environment();
    expect([KUBECONFIG, KUBECACHEDIR, CDKTF_HOME].every((path) => path?.startsWith(`${state.root}/`))).toBe(
      true,
    );
  });
});
