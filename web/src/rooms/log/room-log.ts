import { LIMITS, type RoomEvent } from '@visionary/contract';

export interface RoomLogPorts {
  /** Called once for every event, strictly in the order of `seq`. */
  apply(event: RoomEvent): void;
  /** Requests events after `afterSeq` from the server. */
  fetchAfter(afterSeq: number): Promise<{ readonly events: readonly RoomEvent[] }>;
  /** True from the moment a gap is seen until it is closed. */
  onCatchingUp(is: boolean): void;
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
  private appliedSeq = -1;
  private headSeq = -1;
  private running = false;
  private filling = false;
  private run = 0;
  private readonly waiting = new Map<number, RoomEvent>();

  constructor(private readonly ports: RoomLogPorts) {}

  /** The last applied seq; -1 before the first `resume` and after `forget`. */
  get seq(): number {
    return this.appliedSeq;
  }

  /** Buffers events until `resume`: offline, or waiting for a snapshot. */
  pause(): void {
    this.running = false;
    this.run += 1;
    this.setFilling(false);
  }

  /** Everything up to `seq` is known. Applies the buffered events after it. */
  resume(seq: number): void {
    this.appliedSeq = seq;
    this.running = true;
    for (const lastSeq of [...this.waiting.keys()]) if (lastSeq <= seq) this.waiting.delete(lastSeq);
    this.drain();
  }

  /** Removes everything; the next snapshot starts over. */
  reset(): void {
    this.pause();
    this.appliedSeq = -1;
    this.headSeq = -1;
    this.waiting.clear();
  }

  receive(event: RoomEvent): void {
    if (this.appliedSeq >= 0 && event.seq <= this.appliedSeq) return;
    this.waiting.set(event.seq, event);
    this.headSeq = Math.max(this.headSeq, event.seq);
    if (this.running) this.drain();
  }

  /** Receives the log head: events up to it that did not arrive were lost. */
  receiveHead(seq: number): void {
    this.headSeq = Math.max(this.headSeq, seq);
    if (this.running) this.drain();
  }

  private get hasGap(): boolean {
    return this.headSeq > this.appliedSeq;
  }

  private drain(): void {
    for (let next = this.takeNext(); next; next = this.takeNext()) {
      this.appliedSeq = next.seq;
      this.ports.apply(next);
    }
    if (this.hasGap && !this.filling) void this.fill(this.run);
  }

  private takeNext(): RoomEvent | undefined {
    const next = this.waiting.get(this.appliedSeq + 1);
    if (next) this.waiting.delete(next.seq);
    return next;
  }

  private async fill(run: number): Promise<void> {
    this.setFilling(true);
    for (let failures = 0; run === this.run && this.hasGap;) {
      if (this.isGapTooLarge() || failures >= MAX_FAILURES) return this.ports.reset();
      const before = this.appliedSeq;
      const page = await this.ports.fetchAfter(this.appliedSeq).catch(() => undefined);
      if (run !== this.run) return;
      for (const event of page?.events ?? []) this.receive(event);
      if (this.appliedSeq > before) failures = 0;
      else await this.ports.backoff((failures += 1));
    }
    if (run === this.run) this.setFilling(false);
  }

  private isGapTooLarge(): boolean {
    return this.headSeq - this.appliedSeq - this.waiting.size > LIMITS.catchUpEvents;
  }

  private setFilling(is: boolean): void {
    if (this.filling === is) return;
    this.filling = is;
    this.ports.onCatchingUp(is);
  }
}
