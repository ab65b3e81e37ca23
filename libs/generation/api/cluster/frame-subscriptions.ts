import type { Bus } from '@visionary/platform/bus';
import type { RenderAttempt } from '../../domain/renderers.js';
import { framesOf, FRAME_INTEREST_TOPIC, type FrameInterest, type ReportMessage } from './redis-protocol.js';

/** This server's subscriptions to frames of takes. Frames cross the network only for subscribers. */
export class FrameSubscriptions {
  private readonly subscriptions = new Map<string, () => void>();

  constructor(
    private readonly bus: Bus,
    private readonly onReport: (reportMessage: ReportMessage) => void,
  ) {}

  has(takeId: string): boolean {
    return this.subscriptions.has(takeId);
  }

  watch({ takeId }: RenderAttempt, sendFrames: boolean): void {
    if (sendFrames && !this.subscriptions.has(takeId)) {
      this.subscriptions.set(takeId, this.bus.subscribe<ReportMessage>(framesOf(takeId), this.onReport));
    }
    if (!sendFrames) {
      this.subscriptions.get(takeId)?.();
      this.subscriptions.delete(takeId);
    }
    this.bus.publish(FRAME_INTEREST_TOPIC, { nodeId: this.bus.nodeId, takeId, sendFrames } satisfies FrameInterest);
  }
}
