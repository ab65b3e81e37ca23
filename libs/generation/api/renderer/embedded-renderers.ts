import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import {
  type RendererResponse,
  type RendererRequest,
  Renderers,
  type RenderersListener,
  type RendererStatus,
  type RenderAttempt,
  type TakeCommand,
  type AttemptResult,
  type AttemptRequest,
} from '../../domain/renderers.js';
import type { LocalRenderWorker } from './local-render-worker.js';

const HEARTBEAT_INTERVAL_MS = 1_000;
const MAX_TRIES = 5;
const RETRY_MS = 500;

/** The carrier of a server alone: its own renderer, and nobody else's. */
export class EmbeddedRenderers extends Renderers {
  private readonly logger = new Logger('Renderer');
  private readonly id = randomUUID();
  private readonly ending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly worker: LocalRenderWorker) {
    super();
  }

  list(): readonly RendererStatus[] {
    const { state, attempt, idleSince, restarts, pool } = this.worker;
    return [{ id: this.id, host: hostname(), state, attempt, idleSince, restarts, pool }];
  }

  async start(listener: RenderersListener): Promise<void> {
    this.worker.start({
      onChange: () => this.changed(),
      onReport: (attempt, report) => listener.onReport(attempt, report),
      onEnd: (end) => {
        const noted = this.note(listener, end).finally(() => this.ending.delete(noted));
        this.ending.add(noted);
      },
    });
    this.timer = setInterval(() => {
      if (this.worker.attempt) listener.onLeaseRenewed(this.worker.attempt);
    }, HEARTBEAT_INTERVAL_MS).unref();
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    this.worker.leave();
    await Promise.all(this.ending);
  }

  async idle(): Promise<readonly RendererStatus[]> {
    return this.list().filter(({ state }) => state === 'idle');
  }

  async withDispatchLock(work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }

  async assign(_rendererId: string, request: AttemptRequest): Promise<boolean> {
    return this.worker.take(request);
  }

  sendCommand(command: TakeCommand): void {
    this.worker.tell(command);
  }

  release(attempt: RenderAttempt): void {
    this.worker.abandon(attempt.id);
  }

  subscribeFrames(attempt: RenderAttempt, watched: boolean): void {
    this.worker.watch(attempt.takeId, watched);
  }

  request(_rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined> {
    return this.worker.ask(request);
  }

  async assignedTakes(): Promise<ReadonlySet<string>> {
    return new Set(this.worker.attempt ? [this.worker.attempt.takeId] : []);
  }

  /**
   * A database that is away for a moment costs no image: it is tried again for some seconds. After that the take is left
   * to its lease, and is rendered anew when that has run out.
   */
  private async note(listener: RenderersListener, end: AttemptResult): Promise<void> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      try {
        return await listener.onEnd(end);
      } catch (error) {
        this.logger.error('The end of a take could not be noted', { takeId: end.attempt.takeId, tries }, error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries));
      }
    }
  }
}
