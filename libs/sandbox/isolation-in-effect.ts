import { findIsolation, type Isolation } from './isolation.js';

const WEAKEST_FIRST = ['limits', 'user', 'bubblewrap'];

/** How the last process of each script was started. */
const lastByScript = new Map<string, Isolation>();

export const recordIsolation = (script: string, isolation: Isolation): void => void lastByScript.set(script, isolation);

/**
 * The weakest isolation of the processes that this one started, with the reason why it isn't stricter.
 * @param script of a process that may not have started yet
 */
export async function isolationInEffect(script: string): Promise<Isolation> {
  const all = [...lastByScript.values()];
  if (!lastByScript.has(script)) all.push(await findIsolation(script));
  const rank = ({ level }: Isolation) => WEAKEST_FIRST.indexOf(level);
  return all.reduce((weakest, one) => (rank(one) < rank(weakest) ? one : weakest));
}
