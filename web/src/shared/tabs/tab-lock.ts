import { createStore, get, update, type UseStore } from 'idb-keyval';
import { randomUuid } from '../random-uuid.js';
import { withLease, type Lease } from './lease.js';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('visionary-tabs', 'leases'));
const me = randomUuid();

/**
 * Runs a function in one tab of this browser at a time; the others wait. Browsers have no locks on plain http from another
 * machine: there it uses a lease in IndexedDB, and without storage each tab runs on its own.
 */
export function withTabLock(name: string, work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) return navigator.locks.request(name, work);
  return withLease(
    {
      me,
      now: Date.now,
      update: async (change) => {
        await update<Lease>(name, (lease) => change(lease) as Lease, store());
        return get<Lease>(name, store());
      },
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    work,
  );
}
