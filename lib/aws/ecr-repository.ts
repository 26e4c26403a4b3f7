/** A repository of ECR, as the parts of its address; without more for the public registry, which needs only a login. */
export type EcrRepository =
  | { readonly registry: 'public' }
  | {
      readonly registry: 'private';
      readonly account: string;
      readonly region: string;
      /** Its name, in which `*` may stand for the rest. */
      readonly name: string;
    };

/**
 * The hosts of private registries: with IPv4 and dual-stack, each in FIPS and without, in every partition
 * (https://docs.aws.amazon.com/general/latest/gr/ecr.html, https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html).
 * Flux's controllers know the same ones, and none with a port.
 */
const privateHost = new RegExp(
  String.raw`^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z]+(-[a-z]+)+-\d+)\.` +
    String.raw`(amazonaws\.(com|com\.cn|eu)|on\.aws|on\.amazonwebservices\.com\.cn` +
    String.raw`|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$`,
);

const publicHosts = ['public.ecr.aws', 'ecr-public.aws.com'];

/**
 * The repository of ECR that an `oci://` URL names; undefined for another registry.
 *
 * @param url with or without a path: without one, the name is empty
 */
export function ecrRepository(url: string): EcrRepository | undefined {
  const { host = '', name = '' } = /^oci:\/\/(?<host>[^/]+)\/?(?<name>.*?)\/?$/.exec(url)?.groups ?? {};
  if (publicHosts.includes(host)) return { registry: 'public' };
  const { account, region } = privateHost.exec(host)?.groups ?? {};
  return account && region ? { registry: 'private', account, region, name } : undefined;
}
