import type { FrameView } from '@visionary/contract';
import { isOverdue } from './render-timings.js';

interface CachedFrame {
  readonly frame: FrameView;
  readonly at: number;
}

/** A node that crashed never reports the end of its takes. */
const STALE_MS = 15 * 60_000;

/** The newest step and frame of every rendering take, for users who join while it renders. Times in ms. */
export class LatestFrames {
  private readonly frames = new Map<string, CachedFrame>();

  /** A step without a frame keeps the frame of the step before. */
  record(step: FrameView, now: number): void {
    const previous = this.frames.get(step.takeId)?.frame;
    const frame = step.frame ?? (previous?.imageIndex === step.imageIndex ? previous.frame : undefined);
    this.frames.set(step.takeId, { frame: frame ? { ...step, frame } : step, at: now });
    for (const [takeId, { at }] of this.frames) if (now - at > STALE_MS) this.frames.delete(takeId);
  }

  delete(takeId: string): void {
    this.frames.delete(takeId);
  }

  of(takeId: string): FrameView | undefined {
    return this.frames.get(takeId)?.frame;
  }

  ofRoom(roomId: string): FrameView[] {
    return [...this.frames.values()].map(({ frame }) => frame).filter((frame) => frame.roomId === roomId);
  }

  /** Steps of the current image that are done. */
  finishedStepsOf(takeId: string): number {
    return this.of(takeId)?.step ?? 0;
  }

  /** The renderer's last estimate, minus the time since; `overdue` if it is far behind that estimate. */
  msLeft(takeId: string, now: number): number | 'overdue' | undefined {
    const cached = this.frames.get(takeId);
    if (!cached) return undefined;
    const { msLeft } = cached.frame;
    const elapsedMs = now - cached.at;
    return isOverdue(msLeft, elapsedMs) ? 'overdue' : Math.max(0, msLeft - elapsedMs);
  }
}
