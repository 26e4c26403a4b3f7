import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Finding } from './findings';

const skipSchema = z.strictObject({
  check: z.string().regex(/^CKV2?_[A-Z]+_\d+$/),
  fleet: z.string().min(1),
  stack: z.string().min(1),
  /** The start of the resource's name, without the digest at its end. */
  resource: z.string().min(1),
  /** Why the finding is correct but not a fault. */
  reason: z.string().min(20),
  /** The day from which the scan fails until somebody reviews the skip. */
  expires: z.iso.date(),
});

/** A finding that was reviewed and is accepted until a given day. */
export type Skip = z.output<typeof skipSchema>;

/** The one file with skips. */
export const skipsFile = join(__dirname, 'skips.yaml');

/** @throws Error if the file is not a list of skips */
export function readSkips(file: string = skipsFile): readonly Skip[] {
  return z.array(skipSchema).parse(parse(readFileSync(file, 'utf8')));
}

/** What findings remain. */
export interface Judgement {
  readonly skipped: readonly Finding[];
  readonly failed: readonly Finding[];
  /** Expired skips. They no longer cover anything. */
  readonly expired: readonly Skip[];
  /** Skips that no finding needs. */
  readonly unused: readonly Skip[];
}

/** @param today the date as 2026-11-21 */
export function judge(findings: readonly Finding[], skips: readonly Skip[], today: string): Judgement {
  const expired = skips.filter(({ expires }) => expires <= today);
  const valid = skips.filter((skip) => !expired.includes(skip));
  const skipped = findings.filter((finding) => valid.some((skip) => covers(skip, finding)));
  return {
    skipped,
    failed: findings.filter((finding) => !skipped.includes(finding)),
    expired,
    unused: valid.filter((skip) => !findings.some((finding) => covers(skip, finding))),
  };
}

function covers(skip: Skip, finding: Finding): boolean {
  return (
    skip.check === finding.check &&
    skip.fleet === finding.fleet &&
    skip.stack === finding.stack &&
    finding.resource.startsWith(skip.resource)
  );
}
