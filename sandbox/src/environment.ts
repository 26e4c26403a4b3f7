import { delimiter, join } from 'node:path';
import { terraformrc } from './build/provider-mirror.js';
import type { Endpoints } from './endpoints.js';
import { checkout, state } from './paths.js';

/** The fleet that the sandbox deploys, `fleet/sandbox.yaml`. */
export const sandboxFleet = 'sandbox';

/** Its cluster. */
export const clusterName = 'infra-fleet-sandbox';

/** Links to the programs of the sandbox's shell that are not simply the machine's. */
export const toolFolder = join(state.root, 'bin');

/** Kubeconfig of the sandbox's shell. */
export const kubeconfig = join(state.home, '.kube', 'config');

/** What the environment is made from. */
export interface EnvironmentProps {
  readonly endpoints: Endpoints;
  /** The real Terraform or OpenTofu, behind the launcher of `ops/bin`. */
  readonly terraform: string;
  /** @default the environment of this process */
  readonly base?: NodeJS.ProcessEnv;
}

/** Variables of the machine that would send a command to another account, endpoint, workspace or state. */
const foreign =
  /^(AWS_(DEFAULT_)?PROFILE|AWS_(SESSION|SECURITY)_TOKEN|AWS_ROLE_.*|AWS_WEB_IDENTITY_.*|AWS_CONTAINER_.*|AWS_ENDPOINT_URL_.*|AWS_IGNORE_CONFIGURED_ENDPOINT_URLS|TF_WORKSPACE|TF_DATA_DIR|TF_CLI_ARGS.*|TF_PLUGIN_CACHE_.*|CDKTF_.*)$/;

/** The environment in which `cdktf`, `terraform`, `kubectl` and `aws` work with the sandbox as typed. */
export function sandboxEnvironment(props: EnvironmentProps): Record<string, string> {
  const base = props.base ?? process.env;
  const inherited = Object.entries(base).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  );
  return { ...Object.fromEntries(inherited), ...pathVariables(base), ...variables(props) };
}

function pathVariables(base: NodeJS.ProcessEnv): Record<string, string> {
  const path = [join(checkout, 'node_modules', '.bin'), toolFolder, base.PATH ?? ''].join(delimiter);
  const direct = [base.NO_PROXY ?? base.no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
  return { PATH: path, NO_PROXY: direct, no_proxy: direct };
}

function variables({ endpoints, terraform }: EnvironmentProps): Record<string, string> {
  return {
    FLEET: sandboxFleet,
    FLEET_LOCAL_OVERRIDES: join(checkout, 'sandbox', 'fleet-overrides.yaml'),
    AWS_ENDPOINT_URL: endpoints.aws,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-2',
    AWS_DEFAULT_REGION: 'eu-west-2',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(state.home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(state.home, '.aws', 'credentials'),
    AWS_PAGER: '',
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: join(state.home, '.kube', 'cache'),
    SANDBOX_GIT_URL: endpoints.git,
    SANDBOX_PRIVATE_GIT_URL: endpoints.privateGit.url,
    SANDBOX_PRIVATE_GIT_TOKEN: endpoints.privateGit.token,
    SANDBOX_PRIVATE_GIT_WRITE_TOKEN: endpoints.privateGit.writeToken,
    TF_VAR_flux_chat_url: endpoints.chat,
    TF_VAR_flux_commit_status_token: endpoints.privateGit.token,
    TF_VAR_flux_receiver_token: endpoints.privateGit.token,
    SANDBOX_REGISTRY: endpoints.registry.address,
    SANDBOX_CHARTS_URL: endpoints.charts.url,
    SANDBOX_CHARTS_KEY: Buffer.from(endpoints.charts.publicKey).toString('base64'),
    SSL_CERT_FILE: endpoints.registry.authorities,
    TERRAFORM_BINARY_NAME: join(checkout, 'ops', 'bin', 'terraform'),
    INFRA_FLEET_TERRAFORM: terraform,
    TF_CLI_CONFIG_FILE: terraformrc,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    CDKTF_HOME: join(state.home, '.cdktf'),
    CDKTF_AUTO_APPROVE: 'true',
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
  };
}
