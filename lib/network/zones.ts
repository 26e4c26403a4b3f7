/**
 * Letters of the zones that every account has, where these are not a, b and c. Some regions have closed a zone
 * to new accounts. In others EKS has no control planes in one zone, which has another letter in every account; there the
 * zones are given by name. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const letters: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ca-central-1': 'abd',
  // Its third zone is d for new accounts; c is closed.
  'cn-north-1': 'abd',
  'us-east-1': '',
  'us-west-1': '',
  'us-west-2': 'abcd',
};

/**
 * The names of the zones that every account has in a region. They come from a table and not from AWS, so that a
 * zone that AWS opens or closes moves no subnet of a network that is there.
 */
export function countableZones(region: string): readonly string[] {
  return [...(letters[region] ?? 'abc')].map((letter) => region + letter);
}
