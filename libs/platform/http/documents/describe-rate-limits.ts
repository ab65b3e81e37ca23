import type { RateLimitRule, RateLimitRules } from '@visionary/contract';

const words = ({ points, seconds }: RateLimitRule): string => `${points} in ${seconds} s`;

/** How often one user may, as a sentence; '' where nothing is said. */
export function describeRateLimits(
  { established, newAccount }: RateLimitRules = { established: null, newAccount: null },
): string {
  if (!established && !newAccount) return '';
  const all = established ? `At most ${words(established)} for one person` : 'As often as one likes';
  return newAccount ? `${all}; a new account ${established ? '' : 'at most '}${words(newAccount)}.` : `${all}.`;
}
