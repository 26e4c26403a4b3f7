import { launcherNotice } from '../../../lib/terraform/launcher-notice';

const launcher = '/srv/fleet/ops/bin/terraform';

function noticeOf(command: string, program?: string): string | undefined {
  const commandLines = [
    ['/bin/sh', '-c', 'node run main.ts'],
    ['node', ...command.split(' ')],
  ];
  return launcherNotice({ commandLines, program, launcher });
}

test.each(['cdktf diff network', '/bin/cdktf deploy network', 'cdktf.js destroy *'])(
  '%s without the launcher is told of, with what turns the guard on',
  (command) => {
    expect(noticeOf(command)).toContain(`export TERRAFORM_BINARY_NAME=${launcher}`);
  },
);

test('another program is named', () => {
  expect(noticeOf('cdktf deploy network', 'tofu')).toContain('cdktf runs tofu');
});

test('with the launcher nothing is told', () => {
  expect(noticeOf('cdktf deploy network', launcher)).toBeUndefined();
});

test.each(['cdktf synth', 'jest main.test.ts'])('%s runs no Terraform', (command) => {
  expect(noticeOf(command)).toBeUndefined();
});
