import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import type { WorkLease } from '../../domain/drafts/draft-files.js';

/** Work of a crashed node can be acquired after this. */
const LEASE_MS = 60_000;
const RENEW_INTERVAL_MS = 15_000;

export interface LeasedTask {
  /** @returns whether the holder has the lease */
  acquire(lease: WorkLease): Promise<boolean>;
  /** @returns whether the holder still has the lease */
  renew(lease: WorkLease): Promise<boolean>;
  work(holder: string, signal: AbortSignal): Promise<void>;
  /** Releases the lease at shutdown, so that another node can continue at once. */
  release(holder: string): Promise<void>;
}

/** Runs tasks under a lease. Aborts a task when the lease is lost or the node shuts down. */
@Injectable()
export class WorkLeases implements OnApplicationShutdown {
  private readonly running = new Map<AbortController, Promise<void>>();

  constructor(private readonly clock: Clock) {}

  /** @returns false if another node has the lease. @throws what the task throws while the lease is held */
  async run(task: LeasedTask): Promise<boolean> {
    const holder = randomUUID();
    const lease = (): WorkLease => ({ holder, now: this.clock.now(), until: this.clock.now() + LEASE_MS });
    if (!(await task.acquire(lease()))) return false;
    const stop = new AbortController();
    const lose = () => stop.abort(new Error('The lease is lost.'));
    const renew = () => task.renew(lease()).then((isHeld) => isHeld || lose());
    const timer = setInterval(() => void renew().catch(() => undefined), RENEW_INTERVAL_MS);
    const work = task.work(holder, stop.signal);
    this.running.set(
      stop,
      work.catch(() => undefined),
    );
    try {
      await work;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      await task.release(holder);
    } finally {
      clearInterval(timer);
      this.running.delete(stop);
    }
    return true;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.running.keys()) stop.abort(new Error('The server shuts down.'));
    await Promise.all(this.running.values());
  }
}
