import type { Fault } from './field';

/** What the defaults and rules of one part of the file take from another. */
export interface Context {
  /** Name of the fleet, which is the file's name. */
  readonly environment: string;
  /** `aws.region` as given; empty when the file has no text there. */
  readonly region: string;
  /** The text of a file of the checkout, or what is wrong with it; undefined when there is none that can be read. */
  readonly checkedInText: (path: string) => string | Fault | undefined;
}
