import { mkdirSync, mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyTrimmedAwsProvider, isWanted } from '../../../sandbox/src/build/trim-aws-provider.js';

const modulePath = 'github.com/hashicorp/terraform-provider-aws';

const packagesSource = `package sdkv2

import (
	"context"

	"${modulePath}/internal/conns"
	"${modulePath}/internal/service/acm"
	"${modulePath}/internal/service/ec2"
	"${modulePath}/internal/service/kms"
)

func servicePackages(ctx context.Context) []conns.ServicePackage {
	return []conns.ServicePackage{
		acm.ServicePackage(ctx),
		ec2.ServicePackage(ctx),
		kms.ServicePackage(ctx),
	}
}
`;

const clientSource = `package conns

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/kms"
)

func (c *AWSClient) ACMClient(ctx context.Context) *acm.Client {
	return must(client[*acm.Client](ctx, c))
}

func (c *AWSClient) EC2Client(ctx context.Context) *ec2.Client {
	return must(client[*ec2.Client](ctx, c))
}

func (c *AWSClient) KMSClient(ctx context.Context) *kms.Client {
	return must(client[*kms.Client](ctx, c))
}
`;

/** A module in small: three services, of which ec2 uses kms, and files that no build needs. */
const files: Readonly<Record<string, string>> = {
  'internal/provider/sdkv2/service_packages_gen.go': packagesSource,
  'internal/conns/awsclient_gen.go': `// Code generated\n${clientSource}`,
  'internal/conns/awsclient.go': 'package conns\n',
  'internal/service/acm/acm.go': 'package acm\nvar c = meta.ACMClient(ctx)\n',
  'internal/service/acm/smarterr.hcl': '',
  'internal/service/ec2/vpc.go': `package ec2\nimport "${modulePath}/internal/service/kms"\nvar c = meta.EC2Client(ctx)\n`,
  'internal/service/ec2/vpc_test.go': `package ec2\nimport "${modulePath}/internal/service/acm"\nvar c = meta.ACMClient(ctx)\n`,
  'internal/service/kms/key.go': 'package kms\nvar c = meta.KMSClient(ctx)\n',
  'website/index.md': 'documentation',
};

describe('copyTrimmedAwsProvider', () => {
  let folder: string;
  const target = (path: string): string => join(folder, 'target', path);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trim-'));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'source', path)), { recursive: true });
      writeFileSync(join(folder, 'source', path), content);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const trim = (...services: string[]): Promise<void> =>
    copyTrimmedAwsProvider(join(folder, 'source'), target(''), services);

  it('registers only the services that are asked for', async () => {
    await trim('ec2');
    expect(readFileSync(target('internal/provider/sdkv2/service_packages_gen.go'), 'utf8'))
      .toBe(`package sdkv2

import (
	"context"

	"${modulePath}/internal/conns"
	"${modulePath}/internal/service/ec2"
)

func servicePackages(ctx context.Context) []conns.ServicePackage {
	return []conns.ServicePackage{
		ec2.ServicePackage(ctx),
	}
}
`);
  });

  it('keeps the client of a service that a registered one imports', async () => {
    await trim('ec2');
    const client = readFileSync(target('internal/conns/awsclient_gen.go'), 'utf8');
    expect(client.match(/func \(c \*AWSClient\) \w+/g)).toEqual([
      'func (c *AWSClient) EC2Client',
      'func (c *AWSClient) KMSClient',
    ]);
  });

  it('drops the import of a client that is gone', async () => {
    await trim('ec2');
    expect(readFileSync(target('internal/conns/awsclient_gen.go'), 'utf8')).not.toContain('service/acm');
  });

  it('does not follow what only tests import', async () => {
    await trim('ec2');
    expect(existsSync(target('internal/service/acm/acm.go'))).toBe(false);
  });

  it('names a service that the provider does not have', async () => {
    await expect(trim('ec2', 'ec3')).rejects.toThrow('The AWS provider has no service package ec3.');
  });
});

describe('isWanted', () => {
  it('keeps the files that the provider embeds for every service', () => {
    expect(isWanted(join('internal', 'service', 'acm', 'smarterr.hcl'), ['ec2'])).toBe(true);
  });

  it('leaves the documentation out', () => {
    expect(isWanted('website', ['ec2'])).toBe(false);
  });
});
