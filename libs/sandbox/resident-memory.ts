import { readdirSync, readFileSync } from 'node:fs';
import { isSandboxUid } from './sandbox-user.js';

interface ProcessFacts {
  readonly uid: number;
  readonly bytes: number;
}

/**
 * Resident memory of all processes of a sandbox, with their page tables. 0 if the system does not report it. A process
 * that left its parent stays in its process namespace, whose first process is one of the children. Without a namespace,
 * the uid that only this sandbox has tells.
 */
export function residentBytes(pid: number | undefined): number {
  const root = pid === undefined ? undefined : factsOf(pid);
  if (pid === undefined || !root) return 0;
  return isSandboxUid(root.uid) ? bytesOfUser(root.uid) : bytesOfTree(pid, root.bytes);
}

function bytesOfTree(root: number, rootBytes: number): number {
  const others = [...processTree(root)].filter((pid) => pid !== root);
  return others.reduce((sum, pid) => sum + (factsOf(pid)?.bytes ?? 0), rootBytes);
}

/**
 * A process and its descendants, as far as the system tells them. Without a limit of depth, and without recursion: a process can
 * have any number.
 */
export function processTree(root: number): Set<number> {
  const pending = [root];
  const seen = new Set(pending);
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    for (const child of childrenOf(pid)) {
      if (seen.has(child)) continue;
      seen.add(child);
      pending.push(child);
    }
  }
  return seen;
}

function bytesOfUser(uid: number): number {
  return pidsIn('/proc').reduce((sum, pid) => {
    const facts = factsOf(pid);
    return facts?.uid === uid ? sum + facts.bytes : sum;
  }, 0);
}

/** Each thread has the children that it started. */
const childrenOf = (pid: number): number[] =>
  pidsIn(`/proc/${pid}/task`).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );

function factsOf(pid: number): ProcessFacts | undefined {
  const status = read(`/proc/${pid}/status`);
  if (status === '') return undefined;
  const field = (pattern: RegExp) => Number(pattern.exec(status)?.[1] ?? 0);
  const kibibytes = field(/^VmRSS:\s+(\d+) kB/m) + field(/^VmPTE:\s+(\d+) kB/m);
  return { uid: field(/^Uid:\s+(\d+)/m), bytes: kibibytes * 1024 };
}

function pidsIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
