import type { RateLimitRule, RateLimitRules } from '@visionary/contract';

const describe = ({ points, seconds }: RateLimitRule): string => `${points} in ${seconds} s`;

/** Describes rate limits of a user as a sentence. Empty without limits. */
export function describeRateLimits(
  { established, newAccount }: RateLimitRules = { established: null, newAccount: null },
): string {
  if (!established && !newAccount) return '';
  const all = established ? `At most ${describe(established)} for one person` : 'No limit';
  return newAccount ? `${all}; a new account ${established ? '' : 'at most '}${describe(newAccount)}.` : `${all}.`;
}
