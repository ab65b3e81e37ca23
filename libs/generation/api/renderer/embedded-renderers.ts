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

/** Transport of a single server: the renderer of this process. Without one, takes wait for another process. */
export class EmbeddedRenderers extends Renderers {
  private readonly logger = new Logger('Renderer');
  private readonly id = randomUUID();
  private readonly pendingRecords = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly worker: LocalRenderWorker | null) {
    super();
  }

  list(): readonly RendererStatus[] {
    if (!this.worker) return [];
    const { state, attempt, idleSince, restarts, pool, isolation, device } = this.worker;
    return [{ id: this.id, host: hostname(), state, attempt, idleSince, restarts, pool, isolation, device }];
  }

  async start(listener: RenderersListener): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    worker.start({
      onChange: () => this.changed(),
      onReport: (attempt, report) => listener.onReport(attempt, report),
      onEnd: (end) => {
        const recording = this.recordWithRetries(listener, end).finally(() => this.pendingRecords.delete(recording));
        this.pendingRecords.add(recording);
      },
    });
    this.timer = setInterval(() => {
      if (worker.attempt) listener.onLeaseRenewed(worker.attempt);
    }, HEARTBEAT_INTERVAL_MS).unref();
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    this.worker?.leave();
    await Promise.all(this.pendingRecords);
  }

  async idle(): Promise<readonly RendererStatus[]> {
    return this.list().filter(({ state }) => state === 'idle');
  }

  async withDispatchLock(work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }

  async assign(_rendererId: string, request: AttemptRequest): Promise<boolean> {
    return this.worker?.assign(request) ?? false;
  }

  sendCommand(command: TakeCommand): void {
    this.worker?.sendCommand(command);
  }

  release(attempt: RenderAttempt): void {
    this.worker?.release(attempt.id);
  }

  subscribeFrames(attempt: RenderAttempt, sendFrames: boolean): void {
    this.worker?.setSendFrames(attempt.takeId, sendFrames);
  }

  async request(_rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined> {
    return this.worker?.request(request);
  }

  /** Unknown without a renderer: another server with the same database may render takes. */
  async assignedTakes(): Promise<ReadonlySet<string> | null> {
    return this.worker && new Set(this.worker.attempt ? [this.worker.attempt.takeId] : []);
  }

  /**
   * Retries for some seconds, so that a short database outage costs no image. After that the lease expires, and the take is
   * rendered again.
   */
  private async recordWithRetries(listener: RenderersListener, result: AttemptResult): Promise<void> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      try {
        return await listener.onEnd(result);
      } catch (error) {
        this.logger.error(
          'The result of an attempt could not be recorded',
          { takeId: result.attempt.takeId, tries },
          error,
        );
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries));
      }
    }
  }
}
