import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Renderers, type RenderTurn } from '../../domain/renderers.js';
import { Audience } from './audience.js';

/** Said again by and by: a renderer believes it for some seconds only. */
const LOOK_EVERY_MS = 1_000;

/** Tells renderers which takes somebody looks at from this server: frames are made and sent for those only. */
@Injectable()
export class FrameWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly told = new Map<string, { readonly turn: RenderTurn; readonly watched: boolean }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly renderers: Renderers,
    private readonly audience: Audience,
  ) {}

  onApplicationBootstrap(): void {
    this.renderers.onChange(() => this.lookAround());
    this.audience.onChange((roomId) => this.lookAround(roomId));
    this.timer = setInterval(() => this.lookAround(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @param roomId the only one where something may have changed; all where there is none */
  private lookAround(roomId?: string): void {
    const turns = this.renderers.list().flatMap(({ turn }) => turn ?? []);
    const running = new Set(turns.map(({ id }) => id));
    for (const [id, { turn, watched }] of this.told) {
      if (running.has(id)) continue;
      if (watched) this.renderers.watch(turn, false);
      this.told.delete(id);
    }
    for (const turn of turns) {
      if (roomId !== undefined && turn.roomId !== roomId) continue;
      this.look(turn).catch((error: unknown) => this.logger.warn('Who looks at a take is not known', error));
    }
  }

  private async look(turn: RenderTurn): Promise<void> {
    const watched = await this.audience.watchesHere(turn);
    if (!watched && this.told.get(turn.id)?.watched === false) return;
    this.told.set(turn.id, { turn, watched });
    this.renderers.watch(turn, watched);
  }
}
