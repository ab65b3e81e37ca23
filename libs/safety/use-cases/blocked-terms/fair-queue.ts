import { Rejection } from '@visionary/kernel';

interface Turns {
  /** Work of one turn of the event loop, in ms. One piece of work more may exceed it. */
  readonly turnMs: number;
  readonly maxPerOwner: number;
  readonly maxTotal: number;
  /** In ms, monotonic. */
  readonly now: () => number;
  /** Calls back in a later turn of the event loop, `ms` from now at the earliest. */
  readonly later: (callback: () => void, ms: number) => void;
}

const DEFAULT_TURNS: Turns = {
  turnMs: 5,
  maxPerOwner: 64,
  maxTotal: 5_000,
  now: () => performance.now(),
  later: (callback, ms) => void (ms > 0 ? setTimeout(callback, ms) : setImmediate(callback)),
};

/**
 * Runs short pieces of synchronous work of many owners on the event loop. Owners take turns, so that a flood of one delays no other.
 * It works for at most half of the time, so that everything else goes on.
 */
export class FairQueue {
  /** Pending work by owner. The first owner is next. */
  private readonly pending = new Map<string, (() => void)[]>();
  private total = 0;
  private isScheduled = false;
  private readonly turns: Turns;

  constructor(turns: Partial<Turns> = {}) {
    this.turns = { ...DEFAULT_TURNS, ...turns };
  }

  /** @throws Rejection RATE_LIMITED { retryAfterSeconds } if too much work is pending */
  run<T>(owner: string, work: () => T): Promise<T> {
    const own = this.pending.get(owner) ?? [];
    const { maxPerOwner, maxTotal } = this.turns;
    if (own.length >= maxPerOwner || this.total >= maxTotal) {
      return Promise.reject(new Rejection('RATE_LIMITED', { retryAfterSeconds: 1 }));
    }
    return new Promise((resolve, reject) => {
      own.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      this.pending.set(owner, own);
      this.total += 1;
      this.schedule(0);
    });
  }

  private schedule(ms: number): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.turns.later(() => this.takeTurn(), ms);
  }

  private takeTurn(): void {
    this.isScheduled = false;
    const startedAt = this.turns.now();
    const spentMs = () => this.turns.now() - startedAt;
    do this.workForNextOwner();
    while (this.total > 0 && spentMs() < this.turns.turnMs);
    // As long as it worked.
    if (this.total > 0) this.schedule(Math.max(1, spentMs()));
  }

  private workForNextOwner(): void {
    const [next] = this.pending;
    if (!next) return;
    const [owner, own] = next;
    const work = own.shift();
    this.total -= 1;
    this.pending.delete(owner);
    if (own.length > 0) this.pending.set(owner, own);
    work?.();
  }
}
