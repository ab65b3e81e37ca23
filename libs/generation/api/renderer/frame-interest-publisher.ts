import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type RenderAttempt, Renderers } from '../../domain/renderers.js';
import { FrameAudience } from './frame-audience.js';

/** Repeated, because renderers forget an interest after some seconds. */
const PUBLISH_INTERVAL_MS = 1_000;

/** Subscribes to frames of takes that someone views on this node. Renderers make and send frames only for subscribers. */
@Injectable()
export class FrameInterestPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly published = new Map<string, { readonly turn: RenderAttempt; readonly sendFrames: boolean }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly renderers: Renderers,
    private readonly audience: FrameAudience,
  ) {}

  onApplicationBootstrap(): void {
    this.renderers.onChange(() => this.publishAll());
    this.audience.onChange((roomId) => this.publishAll(roomId));
    this.timer = setInterval(() => this.publishAll(), PUBLISH_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @param roomId the only room whose audience changed; undefined for all */
  private publishAll(roomId?: string): void {
    const turns = this.renderers.list().flatMap(({ turn }) => turn ?? []);
    const running = new Set(turns.map(({ id }) => id));
    for (const [id, { turn, sendFrames }] of this.published) {
      if (running.has(id)) continue;
      if (sendFrames) this.renderers.subscribeFrames(turn, false);
      this.published.delete(id);
    }
    for (const turn of turns) {
      if (roomId !== undefined && turn.roomId !== roomId) continue;
      this.publish(turn).catch((error: unknown) =>
        this.logger.warn('The viewers of a take could not be determined', error),
      );
    }
  }

  private async publish(turn: RenderAttempt): Promise<void> {
    const sendFrames = await this.audience.hasViewersHere(turn);
    if (!sendFrames && this.published.get(turn.id)?.sendFrames === false) return;
    this.published.set(turn.id, { turn, sendFrames });
    this.renderers.subscribeFrames(turn, sendFrames);
  }
}
