import { findIsolation, type Isolation } from './isolation.js';

/** What a process does that handles files of users. */
export type SandboxPurpose = 'renderer' | 'trial' | 'imageCheck' | 'imageDecoding';

const WEAKEST_FIRST = ['limits', 'user', 'bubblewrap'];

/** How the last process of each purpose was started. */
const lastByPurpose = new Map<SandboxPurpose, Isolation>();

export const recordIsolation = (purpose: SandboxPurpose, isolation: Isolation): void =>
  void lastByPurpose.set(purpose, isolation);

/**
 * The weakest isolation of the processes that this one started, with the reason why it isn't stricter.
 * @param script of a process that may not have started yet
 */
export async function isolationInEffect(script: string): Promise<Isolation> {
  const all = [...lastByPurpose.values(), await findIsolation(script)];
  const rank = ({ level }: Isolation) => WEAKEST_FIRST.indexOf(level);
  return all.reduce((weakest, one) => (rank(one) < rank(weakest) ? one : weakest));
}

/** @returns what will probably be in effect, as long as no such process has started */
export const isolationOf = async (purpose: SandboxPurpose, script: string): Promise<Isolation> =>
  lastByPurpose.get(purpose) ?? findIsolation(script);
