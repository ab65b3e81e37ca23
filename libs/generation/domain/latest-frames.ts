import type { FrameView } from '@visionary/contract';
import { msLeftOf, type TimeEstimate } from './render-timings.js';

/** A renderer loads the model of a take. */
export interface ModelLoad {
  readonly since: number;
  readonly isLoaded: boolean;
}

interface CachedFrame {
  readonly frame: FrameView;
  readonly at: number;
}

/** A node that crashed never reports the end of its takes. */
const STALE_MS = 15 * 60_000;

/** The progress of every rendering take, for users who join while it renders: its newest step and frame. Times in ms. */
export class LatestFrames {
  private readonly frames = new Map<string, CachedFrame>();
  private readonly loads = new Map<string, ModelLoad>();

  recordLoading(takeId: string, now: number): void {
    this.loads.set(takeId, { since: now, isLoaded: false });
    for (const [id, { since }] of this.loads) if (now - since > STALE_MS) this.loads.delete(id);
  }

  /** A step without a frame keeps the frame of the step before. */
  record(step: FrameView, now: number): void {
    const previous = this.frames.get(step.takeId)?.frame;
    const frame = step.frame ?? (previous?.imageIndex === step.imageIndex ? previous.frame : undefined);
    this.frames.set(step.takeId, { frame: frame ? { ...step, frame } : step, at: now });
    for (const [takeId, { at }] of this.frames) if (now - at > STALE_MS) this.frames.delete(takeId);
  }

  /** @returns false if the model was in memory before */
  recordLoaded(takeId: string): boolean {
    const load = this.loads.get(takeId);
    if (load) this.loads.set(takeId, { ...load, isLoaded: true });
    return load !== undefined;
  }

  delete(takeId: string): void {
    this.frames.delete(takeId);
    this.loads.delete(takeId);
  }

  /** With the time that is left now. */
  of(takeId: string, now: number): FrameView | undefined {
    const cached = this.frames.get(takeId);
    return cached && frameAt(cached, now);
  }

  ofRoom(roomId: string, now: number): FrameView[] {
    return [...this.frames.values()].filter(({ frame }) => frame.roomId === roomId).map((one) => frameAt(one, now));
  }

  /** Steps of the current image that are done. */
  finishedStepsOf(takeId: string): number {
    return this.frames.get(takeId)?.frame.step ?? 0;
  }

  /** The renderer's last estimate, after its first step. Without pauses: it makes none once another take waits. */
  estimateOf(takeId: string, now: number): TimeEstimate | undefined {
    const cached = this.frames.get(takeId);
    const { msLeft = 0, pauseMs = 0 } = cached?.frame ?? {};
    if (pauseMs > 0) return { expectedMs: msLeft - pauseMs, elapsedMs: 0 };
    return cached && estimateAt(cached, now);
  }

  /** Undefined if its model was in memory. */
  loadOf(takeId: string): ModelLoad | undefined {
    return this.loads.get(takeId);
  }
}

const estimateAt = ({ frame, at }: CachedFrame, now: number): TimeEstimate => ({
  expectedMs: frame.msLeft,
  elapsedMs: now - at,
});

const frameAt = (cached: CachedFrame, now: number): FrameView => ({
  ...cached.frame,
  msLeft: msLeftOf(estimateAt(cached, now)),
});
