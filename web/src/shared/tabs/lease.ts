/** The holder and expiry of a lease; after that any tab may take it. */
export interface Lease {
  readonly holder: string;
  readonly until: number;
}

export interface LeasePorts {
  readonly me: string;
  now(): number;
  /** Updates the lease atomically and returns the result. Rejects without storage. */
  update(change: (lease: Lease | undefined) => Lease | undefined): Promise<Lease | undefined>;
  pause(ms: number): Promise<void>;
}

const DURATION_MS = 15_000;
const RENEWAL_INTERVAL_MS = 5_000;
const POLL_MS = 500;

/** Waits for the lease, works, and releases it. The lease of a dead tab expires. */
export async function withLease(ports: LeasePorts, work: () => Promise<void>): Promise<void> {
  while (!(await tryAcquire(ports))) await ports.pause(POLL_MS);
  const renewing = setInterval(() => void tryAcquire(ports), RENEWAL_INTERVAL_MS);
  try {
    await work();
  } finally {
    clearInterval(renewing);
    await ports.update((lease) => (lease?.holder === ports.me ? undefined : lease)).catch(() => undefined);
  }
}

async function tryAcquire({ me, now, update }: LeasePorts): Promise<boolean> {
  const nextLease = (lease: Lease | undefined): Lease =>
    lease && lease.holder !== me && lease.until > now() ? lease : { holder: me, until: now() + DURATION_MS };
  try {
    return (await update(nextLease))?.holder === me;
  } catch {
    // Without storage, tabs share nothing.
    return true;
  }
}
