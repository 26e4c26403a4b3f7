import * as z from 'zod';
import { pattern, uniqueList, wholeNumber } from '../validation/field';

/** An alarm on what the account costs per month. */
export const budgetSchema = z.strictObject({
  /** US dollars per month. */
  monthlyUsd: wholeNumber(1, 10_000_000),

  /** Who is written to at 80% spent, and when the month is forecast to end above it. */
  emails: uniqueList(
    pattern('an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'is not an e-mail address'),
    '1 to 10 e-mail addresses',
    (emails) =>
      emails.length < 1 || emails.length > 10 ? { problem: `has ${emails.length} addresses` } : undefined,
  ),
});
