import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';

export interface RepositoryProps {
  readonly name: string;
  /** ARN of the KMS key of the images. */
  readonly keyArn: string;
  /** Images that are kept, the newest. */
  readonly keptImages: number;
  /** Whether a destroy deletes the images too; otherwise it fails while there are some. */
  readonly deleteWithImages: boolean;
}

const daysUntagged = 7;

/** A repository for images of an application: a tag stays what it was, and every image is scanned when it is pushed. */
export class Repository extends Construct {
  constructor(scope: Construct, id: string, props: RepositoryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, 'repository', {
      name: props.name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: props.keyArn }],
      forceDelete: props.deleteWithImages,
    });
    new EcrLifecyclePolicy(this, 'lifecycle', {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: `Untagged images end after ${daysUntagged} days`,
            selection: {
              tagStatus: 'untagged',
              countType: 'sinceImagePushed',
              countUnit: 'days',
              countNumber: daysUntagged,
            },
            action: { type: 'expire' },
          },
          {
            rulePriority: 2,
            description: `The newest ${props.keptImages} images stay`,
            selection: {
              tagStatus: 'any',
              countType: 'imageCountMoreThan',
              countNumber: props.keptImages,
            },
            action: { type: 'expire' },
          },
        ],
      }),
    });
  }
}
