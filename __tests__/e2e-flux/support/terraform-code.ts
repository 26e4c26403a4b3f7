import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { providerVersions } from '../../../lib/terraform/versions';
import { kubeconfig } from './cluster';

const providers = `
terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "${providerVersions.kubernetes}"
    }
  }
}
`;

/** Terraform code of somebody else for the sandbox's cluster, with a state of its own. */
export class TerraformCode {
  private readonly folder = mkdtempSync(join(tmpdir(), 'infra-fleet-terraform-'));

  /** Makes the configuration what there is, as far as this state knows of it. */
  async apply(configuration: string): Promise<void> {
    writeFileSync(join(this.folder, 'main.tf'), `${providers}${configuration}`);
    await this.terraform('init', '-input=false');
    await this.terraform('apply', '-input=false', '-auto-approve');
  }

  /** What is in the state, by its address. */
  async resources(): Promise<string[]> {
    return (await this.terraform('state', 'list')).split('\n').filter((address) => address !== '');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async terraform(...args: string[]): Promise<string> {
    const environment = shellEnvironment();
    const { stdout } = await execa(environment.INFRA_FLEET_TERRAFORM ?? 'terraform', args, {
      cwd: this.folder,
      env: { ...environment, KUBE_CONFIG_PATH: kubeconfig },
      extendEnv: false,
    });
    return stdout;
  }
}
