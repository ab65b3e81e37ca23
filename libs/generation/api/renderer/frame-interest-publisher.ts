import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type RenderAttempt, Renderers } from '../../domain/renderers.js';
import { FrameAudience } from './frame-audience.js';

/** Repeated, because renderers forget an interest after some seconds. */
const PUBLISH_INTERVAL_MS = 1_000;

/** Subscribes to frames of takes that someone views on this node. Renderers make and send frames only for subscribers. */
@Injectable()
export class FrameInterestPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly published = new Map<string, { readonly attempt: RenderAttempt; readonly sendFrames: boolean }>();
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
    const attempts = this.renderers.list().flatMap(({ attempt }) => attempt ?? []);
    const running = new Set(attempts.map(({ id }) => id));
    for (const [id, { attempt, sendFrames }] of this.published) {
      if (running.has(id)) continue;
      if (sendFrames) this.renderers.subscribeFrames(attempt, false);
      this.published.delete(id);
    }
    for (const attempt of attempts) {
      if (roomId !== undefined && attempt.roomId !== roomId) continue;
      this.publish(attempt).catch((error: unknown) =>
        this.logger.warn('The viewers of a take could not be determined', error),
      );
    }
  }

  private async publish(attempt: RenderAttempt): Promise<void> {
    const sendFrames = await this.audience.hasViewersHere(attempt);
    if (!sendFrames && this.published.get(attempt.id)?.sendFrames === false) return;
    this.published.set(attempt.id, { attempt, sendFrames });
    this.renderers.subscribeFrames(attempt, sendFrames);
  }
}
