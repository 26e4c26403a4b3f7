import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';
import { checkout } from '../paths.js';

/** What a cluster's certificates depend on. */
export interface PkiProps {
  /** Where the files go; created if it is missing. */
  readonly folder: string;
  /** A Python with the `cryptography` package: the AWS emulator's. */
  readonly python: string;
  /** Cluster IP of the `kubernetes` service, a name of the API server's certificate. */
  readonly serviceAddress: string;
}

/** A certificate and its key, as file paths. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Programs that present a client certificate to the API server. */
export type ClientName = 'admin' | 'kube-controller-manager' | 'kube-scheduler';

/** The certificates and keys of one cluster. */
export class Pki {
  private constructor(private readonly folder: string) {}

  /** Takes what the folder has, else makes it whole: a folder is never half filled. */
  static async ensure(props: PkiProps): Promise<Pki> {
    if (!existsSync(props.folder)) {
      const unfinished = `${props.folder}.unfinished`;
      rmSync(unfinished, { recursive: true, force: true });
      const script = join(checkout, 'sandbox', 'src', 'certificates', 'cluster.py');
      const made = await execa(props.python, ['-B', script, unfinished, props.serviceAddress], {
        reject: false,
      });
      if (made.failed) {
        throw new SandboxError(
          `The cluster's certificates could not be made: ${made.stderr || made.shortMessage}`,
          `Check that ${props.python} exists and has the cryptography package.`,
        );
      }
      renameSync(unfinished, props.folder);
    }
    return new Pki(props.folder);
  }

  get authority(): KeyPair {
    return this.pair('ca');
  }

  get server(): KeyPair {
    return this.pair('apiserver');
  }

  client(name: ClientName): KeyPair {
    return this.pair(name);
  }

  /** Signs and verifies service account tokens. */
  get serviceAccount(): { readonly privateKey: string; readonly publicKey: string } {
    return {
      privateKey: join(this.folder, 'service-account.key'),
      publicKey: join(this.folder, 'service-account.pub'),
    };
  }

  /** The authority's certificate in PEM, base64-encoded as EKS and kubeconfig files carry it. */
  get certificateAuthorityData(): string {
    return readFileSync(this.authority.certificate).toString('base64');
  }

  private pair(name: string): KeyPair {
    return { certificate: join(this.folder, `${name}.crt`), key: join(this.folder, `${name}.key`) };
  }
}
