import { lastProgress, whatMatters } from '../../../sandbox/src/terraform/deploy.js';

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

describe('whatMatters', () => {
  const line = (index: number) => `flux-instance  aws_thing.${index}: Still creating...`;
  const lines = Array.from({ length: 100 }, (_, index) => line(index));

  it('begins with the first error, however much follows', () => {
    const error = ['flux-instance  │ Error: The stack cluster is not deployed', ...lines.slice(0, 40)];
    expect(whatMatters([...lines, 'flux-instance  ╷', ...error].join('\n')).lines).toEqual(error);
  });

  it('tells how much of a long one is left out', () => {
    const shown = whatMatters(['Error: first', ...lines].join('\n')).lines;
    expect([shown[0], shown.at(-1)]).toEqual(['Error: first', '... and 41 more lines']);
  });

  it('is the last lines of an output without an error', () => {
    expect(whatMatters(lines.join('\n')).lines).toEqual(lines.slice(-25));
  });

  it('does not take a word for an error', () => {
    expect(whatMatters([...lines, 'ConfigurationError is a class', line(100)].join('\n')).title).toBe(
      'Its last lines',
    );
  });
});
