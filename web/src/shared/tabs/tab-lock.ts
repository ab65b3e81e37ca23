import { createStore, get, update, type UseStore } from 'idb-keyval';
import { randomUuid } from '../random-uuid.js';
import { withLease, type Lease } from './lease.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-tabs', 'leases'));
const me = randomUuid();

/**
 * Does something in one tab of this browser at a time; the others wait. Where the page came over plain http from another
 * machine browsers have no locks: there a lease in IndexedDB stands for one, and where there is neither, each tab works.
 */
export function withTabLock(name: string, work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) return navigator.locks.request(name, work);
  return withLease(
    {
      me,
      now: Date.now,
      take: async (change) => {
        await update<Lease>(name, (lease) => change(lease) as Lease, store());
        return get<Lease>(name, store());
      },
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    work,
  );
}
