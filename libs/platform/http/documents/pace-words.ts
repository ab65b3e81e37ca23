import type { Pace, Paces } from '@visionary/contract';

const words = ({ points, seconds }: Pace): string => `${points} in ${seconds} s`;

/** How often one person may, as a sentence; '' where nothing is said. */
export function paceWords({ established, newcomer }: Paces = { established: null, newcomer: null }): string {
  if (!established && !newcomer) return '';
  const all = established ? `At most ${words(established)} for one person` : 'As often as one likes';
  return newcomer ? `${all}; a new account ${established ? '' : 'at most '}${words(newcomer)}.` : `${all}.`;
}
