import type { Bus } from '@visionary/platform/bus';
import type { RenderAttempt } from '../../domain/renderers.js';
import { framesOf, FRAME_INTEREST_TOPIC, type FrameInterest, type ReportMessage } from './redis-protocol.js';

/** Subscriptions of this server to the frames of takes: bytes cross the network for those only. */
export class FrameSubscriptions {
  private readonly lines = new Map<string, () => void>();

  constructor(
    private readonly bus: Bus,
    private readonly hear: (reportMessage: ReportMessage) => void,
  ) {}

  has(takeId: string): boolean {
    return this.lines.has(takeId);
  }

  watch({ takeId }: RenderAttempt, sendFrames: boolean): void {
    if (sendFrames && !this.lines.has(takeId)) {
      this.lines.set(takeId, this.bus.subscribe<ReportMessage>(framesOf(takeId), this.hear));
    }
    if (!sendFrames) {
      this.lines.get(takeId)?.();
      this.lines.delete(takeId);
    }
    this.bus.publish(FRAME_INTEREST_TOPIC, { nodeId: this.bus.nodeId, takeId, sendFrames } satisfies FrameInterest);
  }
}
