import type { RoomEvent } from '@visionary/contract';

export interface RoomLogPorts {
  /** Called once for every event, strictly in the order of `seq`. */
  apply(event: RoomEvent): void;
  /** Asks the server for what follows `afterSeq`. */
  missed(afterSeq: number): Promise<{ readonly events: readonly RoomEvent[] }>;
  /** True from the moment a gap is seen until it is closed. */
  catchingUp(is: boolean): void;
  /** Resolves when a refused question may be asked again; `failures` counts from 1. */
  patience(failures: number): Promise<void>;
}

/**
 * Follows one room's log. What arrives may be doubled, out of order, or missing: `apply` sees each event once and in
 * order. A hole is filled by asking; one question is under way at a time.
 */
export class RoomLog {
  private applied = -1;
  private running = false;
  private filling = false;
  private run = 0;
  private readonly waiting = new Map<number, RoomEvent>();

  constructor(private readonly ports: RoomLogPorts) {}

  /** Last seq that was applied; -1 before the first `resume`. */
  get seq(): number {
    return this.applied;
  }

  /** From here on events are only kept: the line is cut, or a snapshot is on its way. */
  pause(): void {
    this.running = false;
    this.run += 1;
    this.setFilling(false);
  }

  /** Everything up to `seq` is known, from a snapshot or from earlier events; goes on with what was kept meanwhile. */
  resume(seq: number): void {
    this.applied = seq;
    this.running = true;
    for (const kept of [...this.waiting.keys()]) if (kept <= seq) this.waiting.delete(kept);
    this.drain();
  }

  receive(event: RoomEvent): void {
    if (this.applied >= 0 && event.seq <= this.applied) return;
    this.waiting.set(event.seq, event);
    if (this.running) this.drain();
  }

  private drain(): void {
    for (let next = this.takeNext(); next; next = this.takeNext()) {
      this.applied = next.seq;
      this.ports.apply(next);
    }
    if (this.waiting.size > 0 && !this.filling) void this.fill(this.run);
  }

  private takeNext(): RoomEvent | undefined {
    const next = this.waiting.get(this.applied + 1);
    if (next) this.waiting.delete(next.seq);
    return next;
  }

  private async fill(run: number): Promise<void> {
    this.setFilling(true);
    for (let failures = 0; run === this.run && this.waiting.size > 0;) {
      const before = this.applied;
      const page = await this.ports.missed(this.applied).catch(() => undefined);
      if (run !== this.run) return;
      for (const event of page?.events ?? []) this.receive(event);
      if (this.applied > before) failures = 0;
      else await this.ports.patience((failures += 1));
    }
    if (run === this.run) this.setFilling(false);
  }

  private setFilling(is: boolean): void {
    if (this.filling === is) return;
    this.filling = is;
    this.ports.catchingUp(is);
  }
}
