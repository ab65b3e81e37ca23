import { SMALL_FRAME_SIDES, type SmallFrameSide } from '@visionary/contract';

/** Frame sizes from large to small; null: as large as they are. */
export type FrameSide = SmallFrameSide | null;
const RUNGS: readonly FrameSide[] = [null, ...SMALL_FRAME_SIDES];

/** A frame that takes this much longer than a message of some bytes is too large for the link. */
const LATE_MS = 350;
const EARLY_MS = 120;
/** Late frames in a row that make frames smaller. One may be an accident. */
const LATE_FRAMES = 2;
/** How long frames must arrive early before larger ones are tried. Doubles whenever a try fails. */
const FIRST_PATIENCE_MS = 10_000;
const MAX_PATIENCE_MS = 160_000;
/** The fastest message of the last one or two of these periods counts, because clocks drift. */
const BASE_PERIOD_MS = 30_000;

/**
 * Chooses how large the frames are that this page gets, by how late they arrive: compared to a small message, so that the clocks of
 * server and page may differ. Times in ms.
 */
export class LinkLadder {
  private rung = 0;
  private lateFrames = 0;
  private earlySince: number | undefined;
  private patienceMs = FIRST_PATIENCE_MS;
  private triedAt = -Infinity;
  /** The least differences between both clocks on arrival, of the last period and of this one. */
  private bases: readonly number[] = [];
  private baseSince = -Infinity;

  get side(): FrameSide {
    return RUNGS[this.rung]!;
  }

  /** The connection is another one, which gets full frames again. */
  reset(): void {
    [this.rung, this.lateFrames, this.earlySince, this.bases, this.baseSince] = [0, 0, undefined, [], -Infinity];
  }

  /** Whether a small message has to show again how long the link takes. */
  needsReference(now: number): boolean {
    return now - this.baseSince >= BASE_PERIOD_MS;
  }

  /** @param sentAt of a small message, by the clock of the server */
  recordReference(sentAt: number, receivedAt: number): void {
    this.bases = [...this.bases.slice(-1), receivedAt - sentAt];
    this.baseSince = receivedAt;
  }

  /** @returns the new size, if it changes */
  record(sentAt: number, receivedAt: number): FrameSide | undefined {
    const offset = receivedAt - sentAt;
    this.bases = this.bases.map((base) => Math.min(base, offset));
    const delayMs = this.bases.length === 0 ? 0 : offset - Math.min(...this.bases);
    this.lateFrames = delayMs > LATE_MS ? this.lateFrames + 1 : 0;
    if (delayMs > EARLY_MS) this.earlySince = undefined;
    else this.earlySince ??= receivedAt;
    if (this.lateFrames >= LATE_FRAMES) return this.stepDown(receivedAt);
    const isPatient = this.earlySince !== undefined && receivedAt - this.earlySince >= this.patienceMs;
    return isPatient ? this.stepUp(receivedAt) : undefined;
  }

  private stepDown(now: number): FrameSide | undefined {
    this.lateFrames = 0;
    this.earlySince = undefined;
    if (this.rung === RUNGS.length - 1) return undefined;
    // The larger size was tried too soon.
    if (now - this.triedAt < this.patienceMs) this.patienceMs = Math.min(MAX_PATIENCE_MS, 2 * this.patienceMs);
    this.rung += 1;
    return this.side;
  }

  private stepUp(now: number): FrameSide | undefined {
    this.earlySince = now;
    if (this.rung === 0) return undefined;
    this.triedAt = now;
    this.rung -= 1;
    return this.side;
  }
}
