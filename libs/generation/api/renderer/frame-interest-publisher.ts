import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Renderers, type RenderAttempt } from '../../domain/renderers.js';
import { PreviewAudience } from './preview-audience.js';

/** Said again by and by: a renderer believes it for some seconds only. */
const LOOK_EVERY_MS = 1_000;

/** Tells renderers which takes somebody looks at from this server: frames are made and sent for those only. */
@Injectable()
export class FrameInterestPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly told = new Map<string, { readonly turn: RenderAttempt; readonly sendFrames: boolean }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly renderers: Renderers,
    private readonly previewAudience: PreviewAudience,
  ) {}

  onApplicationBootstrap(): void {
    this.renderers.onChange(() => this.lookAround());
    this.previewAudience.onChange((roomId) => this.lookAround(roomId));
    this.timer = setInterval(() => this.lookAround(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @param roomId the only one where something may have changed; all where there is none */
  private lookAround(roomId?: string): void {
    const turns = this.renderers.list().flatMap(({ turn }) => turn ?? []);
    const running = new Set(turns.map(({ id }) => id));
    for (const [id, { turn, sendFrames }] of this.told) {
      if (running.has(id)) continue;
      if (sendFrames) this.renderers.subscribeFrames(turn, false);
      this.told.delete(id);
    }
    for (const turn of turns) {
      if (roomId !== undefined && turn.roomId !== roomId) continue;
      this.look(turn).catch((error: unknown) => this.logger.warn('Who looks at a take is not known', error));
    }
  }

  private async look(turn: RenderAttempt): Promise<void> {
    const sendFrames = await this.previewAudience.watchesHere(turn);
    if (!sendFrames && this.told.get(turn.id)?.sendFrames === false) return;
    this.told.set(turn.id, { turn, sendFrames });
    this.renderers.subscribeFrames(turn, sendFrames);
  }
}
