import { missedChecks } from '../../../../ops/commands/scan/canary';
import { readFindings } from '../../../../ops/commands/scan/findings';

const report = {
  results: {
    passed_checks: [],
    failed_checks: [
      {
        check_id: 'CKV_AWS_39',
        check_name: 'Ensure Amazon EKS public endpoint disabled',
        resource: 'resource.control-plane_cluster_47C848BD',
        file_path: '/dev/cluster.tf.json',
      },
    ],
    parsing_errors: ['/prod/cluster.tf.json'],
  },
};

test('a finding tells fleet, stack and resource', () => {
  expect(readFindings(JSON.stringify(report)).failed).toEqual([
    {
      check: 'CKV_AWS_39',
      title: 'Ensure Amazon EKS public endpoint disabled',
      fleet: 'dev',
      stack: 'cluster',
      resource: 'control-plane_cluster_47C848BD',
    },
  ]);
});

test('files that were not read are not forgotten', () => {
  expect(readFindings(JSON.stringify(report)).unread).toEqual(['/prod/cluster.tf.json']);
});

test('a report about nothing is an error', () => {
  expect(() => readFindings('{"passed": 0, "failed": 0}')).toThrow('Checkov gave no report about Terraform.');
});

test('a scanner that misses a fault of the canary is found out', () => {
  expect(missedChecks(readFindings(JSON.stringify(report)).failed)).toContain('CKV_AWS_58');
});
