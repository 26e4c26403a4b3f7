import { asDeployer, Deployer } from '../../../sandbox/src/aws/deployer.js';
import { AwsError } from '../../../sandbox/src/aws/message.js';

function answer(arn: string): string {
  const xml = `<Arn>${arn}</Arn><UserId>000000000000</UserId><Account>000000000000</Account>`;
  return asDeployer({ status: 200, headers: {}, body: Buffer.from(xml) }).body.toString('utf8');
}

test('the caller is a session of a role, as an access entry needs it', () => {
  expect(answer('arn:aws:iam::000000000000:root')).toBe(
    '<Arn>arn:aws:sts::000000000000:assumed-role/deployer/sandbox</Arn>' +
      '<UserId>AROASANDBOXDEPLOYER0:sandbox</UserId><Account>000000000000</Account>',
  );
});

test('another caller stays who it is', () => {
  expect(answer('arn:aws:iam::000000000000:user/ann')).toContain('user/ann</Arn><UserId>000000000000<');
});

test('a role that is there from the last run is used again', async () => {
  const iam = () => Promise.reject(new AwsError(409, 'EntityAlreadyExists', 'There'));
  const deployer = new Deployer({ iam, send: () => Promise.reject(new Error('not sent')) });
  await expect(deployer.start()).resolves.toBeUndefined();
});
