import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RoomPaces, stepMsAt } from '../../domain/room-paces.js';
import { type RenderAttempt, Renderers } from '../../domain/renderers.js';
import { isSystemTake } from '../../domain/take.js';
import { QueueService } from '../../use-cases/queue.service.js';
import { TakesService } from '../../use-cases/takes.service.js';
import { QueueChangePublisher } from '../queue-change-publisher.js';

/** Repeated, because messages to renderers elsewhere may be lost. */
const REPEAT_INTERVAL_MS = 2_000;

interface SentPace {
  readonly stepMs: number;
  readonly at: number;
}

/**
 * Tells renderers how slowly to render the takes of rooms that chose a pace. A take waits between its steps only while no user's
 * take waits for a renderer, so a pace delays nobody.
 */
@Injectable()
export class TakePacer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly sent = new Map<string, SentPace>();
  private timer: NodeJS.Timeout | undefined;
  private isScheduled = false;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly renderers: Renderers,
    private readonly paces: RoomPaces,
    private readonly queue: QueueService,
    private readonly takes: TakesService,
    private readonly queueChanges: QueueChangePublisher,
  ) {}

  onApplicationBootstrap(): void {
    this.queueChanges.onChange(() => this.schedule());
    this.renderers.onChange(() => this.schedule());
    this.paces.onChange(() => this.schedule());
    this.timer = setInterval(() => this.schedule(), REPEAT_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.last = this.last
      .then(() => this.update())
      .catch((error: unknown) => {
        this.logger.warn(
          'The pace of takes could not be set',
          error instanceof Error ? error : new Error(String(error)),
        );
      });
  }

  private async update(): Promise<void> {
    this.isScheduled = false;
    const attempts = this.renderers
      .list()
      .flatMap(({ attempt }) => (attempt && !isSystemTake(attempt) ? [attempt] : []));
    const running = new Set(attempts.map(({ id }) => id));
    for (const id of this.sent.keys()) if (!running.has(id)) this.sent.delete(id);
    if (attempts.length === 0) return;
    const isUserWaiting = await this.queue.isUserWaiting();
    for (const attempt of attempts) this.send(attempt, isUserWaiting ? 0 : await this.stepMsOf(attempt));
  }

  private async stepMsOf({ roomId, takeId }: RenderAttempt): Promise<number> {
    const paceMs = await this.paces.of(roomId);
    const settings = paceMs > 0 && (await this.takes.find(takeId))?.settings;
    if (!settings || settings.upscale) return 0;
    return stepMsAt(paceMs, settings.steps + (settings.hires?.steps ?? 0));
  }

  private send({ id, takeId }: RenderAttempt, stepMs: number): void {
    const now = performance.now();
    const before = this.sent.get(id);
    const isKnown = (before?.stepMs ?? 0) === stepMs;
    if (isKnown && (stepMs === 0 || now - before!.at < REPEAT_INTERVAL_MS)) return;
    this.sent.set(id, { stepMs, at: now });
    this.renderers.sendCommand({ type: 'pace', takeId, stepMs });
  }
}
