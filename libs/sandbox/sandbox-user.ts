import { randomInt } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';

/**
 * The group of sandboxed processes when the server is root. A number of its own, which no package gives to anybody.
 */
export const SANDBOX_GID = 61_373;

/**
 * Each sandbox of a server that is root has a user of its own, so that one can't use up the processes of another, nor
 * reach into it. Neither distributions nor systemd give these numbers to anybody.
 */
export const SANDBOX_UIDS = { first: 60_706, count: 478 } as const;

export const isSandboxUid = (uid: number): boolean =>
  uid >= SANDBOX_UIDS.first && uid < SANDBOX_UIDS.first + SANDBOX_UIDS.count;

/** Of this process. Those of other servers on the machine are seen by their processes. */
const taken = new Set<number>();

/** Random, so that a user whose sandbox has ended is not soon used again. */
export function takeSandboxUid(): number {
  const used = new Set([...taken, ...uidsOfProcesses()]);
  const all = Array.from({ length: SANDBOX_UIDS.count }, (_, at) => SANDBOX_UIDS.first + at);
  const free = all.filter((uid) => !used.has(uid));
  const among = free.length > 0 ? free : all;
  const uid = among[randomInt(among.length)]!;
  taken.add(uid);
  return uid;
}

export const giveBackSandboxUid = (uid: number): void => void taken.delete(uid);

const uidsOfProcesses = (): number[] =>
  readdirSync('/proc').flatMap((name) => {
    const info = /^\d+$/.test(name) ? statSync(`/proc/${name}`, { throwIfNoEntry: false }) : undefined;
    return info ? [info.uid] : [];
  });
