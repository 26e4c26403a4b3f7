import { lastProgress } from '../../../sandbox/src/terraform/deploy.js';

describe('lastProgress', () => {
  it('is the last line that tells something', () => {
    expect(lastProgress('network  aws_vpc.this: Creating...\n         \n│\n')).toBe(
      'network aws_vpc.this: Creating...',
    );
  });

  it("passes over cdktf's count of stacks", () => {
    expect(lastProgress('network  aws_vpc.this: Creating...\n1 Stack deploying     0 Stacks done\n')).toBe(
      'network aws_vpc.this: Creating...',
    );
  });

  it('is nothing for blank output', () => {
    expect(lastProgress('\n  \n')).toBeUndefined();
  });
});
