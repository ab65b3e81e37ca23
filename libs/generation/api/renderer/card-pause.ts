import type { CardUse } from '@visionary/graphics-cards';

/** Of a card's time. A desktop and a video take less, a game or another renderer more. */
const BUSY_SHARE = 0.25;
const CALM_SHARE = 0.1;
/** A window that opens keeps a card busy for a moment. */
const BUSY_READINGS = 2;
/** Menus and pauses of a game take less. */
const CALM_MS = 60_000;
/** A card that is this full slows everything down, or fails. */
const FULL_SHARE = 0.95;

/**
 * What programs other than this one and its renderers do on a card, as a share of its time.
 * @param own processes of this program
 * @param isRendering whether one of its renderers may have computed meanwhile
 * @returns undefined if unknown
 */
export function othersShare(
  { busy, programs = [] }: CardUse,
  own: ReadonlySet<number>,
  isRendering: boolean,
): number | undefined {
  const isOwn = ({ pid }: { readonly pid: number }) => own.has(pid);
  const sharesOf = (list: typeof programs) => list.reduce((sum, program) => sum + (program.busy ?? 0), 0);
  const others = programs.filter((program) => !isOwn(program));
  const isNamed = programs.some((program) => program.busy !== undefined);
  // Programs that it may not see are only part of the whole.
  if (!isRendering && busy !== undefined) return Math.max(0, busy - sharesOf(programs.filter(isOwn)));
  // Where its own process is not among them, as in a container with other ids, it would pause for itself.
  if (!isNamed || (isRendering && !programs.some(isOwn))) return undefined;
  return Math.min(1, sharesOf(others));
}

export const isFull = ({ memoryBytes, usedBytes }: CardUse): boolean =>
  memoryBytes !== undefined && usedBytes !== undefined && usedBytes > FULL_SHARE * memoryBytes;

/** Pauses once other programs have used a card for two readings, and resumes once they have not for a minute. */
export class CardPause {
  isPaused = false;
  private busyReadings = 0;
  private calmSinceMs: number | undefined;

  /** @param share of other programs; undefined if unknown, which is no reason to pause */
  add(share: number | undefined, nowMs: number): void {
    if (!this.isPaused) {
      if (share !== undefined) this.busyReadings = share >= BUSY_SHARE ? this.busyReadings + 1 : 0;
      this.isPaused = this.busyReadings >= BUSY_READINGS;
      this.calmSinceMs = undefined;
      return;
    }
    if ((share ?? 0) >= CALM_SHARE) this.calmSinceMs = undefined;
    else this.calmSinceMs ??= nowMs;
    if (this.calmSinceMs === undefined || nowMs - this.calmSinceMs < CALM_MS) return;
    this.isPaused = false;
    this.busyReadings = 0;
  }
}
