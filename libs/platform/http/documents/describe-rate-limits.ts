import type { RateLimitRule, RateLimitRules } from '@visionary/contract';

const describe = ({ points, seconds }: RateLimitRule): string => `${points} in ${seconds} s`;

/** Describes the rate limit of visitors as a sentence. Empty without one. */
export const describeVisitorRateLimit = (rule: RateLimitRule | undefined): string =>
  rule ? `Visitors: at most ${describe(rule)} for one address.` : '';

/** Describes rate limits of a user as a sentence. Empty without limits. */
export function describeRateLimits(
  { established, newAccount }: RateLimitRules = { established: null, newAccount: null },
): string {
  if (!established && !newAccount) return '';
  const all = established ? `At most ${describe(established)} for one person` : 'No limit';
  return newAccount ? `${all}; a new account ${established ? '' : 'at most '}${describe(newAccount)}.` : `${all}.`;
}
