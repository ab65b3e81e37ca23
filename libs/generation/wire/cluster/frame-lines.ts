import type { Bus } from '@visionary/platform/bus';
import type { RenderTurn } from '../../domain/renderers.js';
import { framesOf, INTEREST, type Interest, type Said } from './names.js';

/** Subscriptions of this server to the frames of takes: bytes cross the network for those only. */
export class FrameLines {
  private readonly lines = new Map<string, () => void>();

  constructor(
    private readonly bus: Bus,
    private readonly hear: (said: Said) => void,
  ) {}

  has(takeId: string): boolean {
    return this.lines.has(takeId);
  }

  watch({ takeId }: RenderTurn, watched: boolean): void {
    if (watched && !this.lines.has(takeId)) {
      this.lines.set(takeId, this.bus.subscribe<Said>(framesOf(takeId), this.hear));
    }
    if (!watched) {
      this.lines.get(takeId)?.();
      this.lines.delete(takeId);
    }
    this.bus.publish(INTEREST, { nodeId: this.bus.nodeId, takeId, watched } satisfies Interest);
  }
}
