import { LIMITS, type RoomEvent } from '@visionary/contract';

export interface RoomLogPorts {
  /** Called once for every event, strictly in the order of `seq`. */
  apply(event: RoomEvent): void;
  /** Requests events after `afterSeq` from the server. */
  eventsAfter(afterSeq: number): Promise<{ readonly events: readonly RoomEvent[] }>;
  /** True from the moment a gap is seen until it is closed. */
  catchingUp(is: boolean): void;
  /** The gap is too large or cannot be filled: the room must be opened again. */
  reset(): void;
  /** Waits before a failed request is repeated; `failures` counts from 1. */
  backoff(failures: number): Promise<void>;
}

/** The number of consecutive useless responses before a new snapshot is requested. */
const MAX_FAILURES = 6;

/**
 * Follows one room log. Events may be duplicated, out of order, or missing: `apply` gets each event once and in order.
 * Gaps are requested, one request at a time. Framework-free: no clock, no socket, no Vue.
 *
 * A client calls `resume(seq)` with the seq of a snapshot, `receive` with every event from any source, `at` with the log
 * head of the server, and `pause` on disconnect or when it requests a new snapshot.
 */
export class RoomLog {
  private applied = -1;
  private logHead = -1;
  private running = false;
  private filling = false;
  private run = 0;
  private readonly waiting = new Map<number, RoomEvent>();

  constructor(private readonly ports: RoomLogPorts) {}

  /** The last applied seq; -1 before the first `resume` and after `forget`. */
  get seq(): number {
    return this.applied;
  }

  /** Buffers events until `resume`: offline, or waiting for a snapshot. */
  pause(): void {
    this.running = false;
    this.run += 1;
    this.setFilling(false);
  }

  /** Everything up to `seq` is known. Applies the buffered events after it. */
  resume(seq: number): void {
    this.applied = seq;
    this.running = true;
    for (const lastSeq of [...this.waiting.keys()]) if (lastSeq <= seq) this.waiting.delete(lastSeq);
    this.drain();
  }

  /** Removes everything; the next snapshot starts over. */
  reset(): void {
    this.pause();
    this.applied = -1;
    this.logHead = -1;
    this.waiting.clear();
  }

  receive(event: RoomEvent): void {
    if (this.applied >= 0 && event.seq <= this.applied) return;
    this.waiting.set(event.seq, event);
    this.logHead = Math.max(this.logHead, event.seq);
    if (this.running) this.drain();
  }

  /** Receives the log head: events up to it that did not arrive were lost. */
  receiveLogHead(seq: number): void {
    this.logHead = Math.max(this.logHead, seq);
    if (this.running) this.drain();
  }

  private get hasGap(): boolean {
    return this.logHead > this.applied;
  }

  private drain(): void {
    for (let next = this.removeNext(); next; next = this.removeNext()) {
      this.applied = next.seq;
      this.ports.apply(next);
    }
    if (this.hasGap && !this.filling) void this.fill(this.run);
  }

  private removeNext(): RoomEvent | undefined {
    const next = this.waiting.get(this.applied + 1);
    if (next) this.waiting.delete(next.seq);
    return next;
  }

  private async fill(run: number): Promise<void> {
    this.setFilling(true);
    for (let failures = 0; run === this.run && this.hasGap;) {
      if (this.isGapTooLarge() || failures >= MAX_FAILURES) return this.ports.reset();
      const before = this.applied;
      const page = await this.ports.eventsAfter(this.applied).catch(() => undefined);
      if (run !== this.run) return;
      for (const event of page?.events ?? []) this.receive(event);
      if (this.applied > before) failures = 0;
      else await this.ports.backoff((failures += 1));
    }
    if (run === this.run) this.setFilling(false);
  }

  private isGapTooLarge(): boolean {
    return this.logHead - this.applied - this.waiting.size > LIMITS.catchUpEvents;
  }

  private setFilling(is: boolean): void {
    if (this.filling === is) return;
    this.filling = is;
    this.ports.catchingUp(is);
  }
}
