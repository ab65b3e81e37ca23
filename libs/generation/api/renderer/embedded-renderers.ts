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
import type { RenderWorker } from './render-worker.js';
import { type RenderWorkers, statusOf } from './render-workers.js';

const HEARTBEAT_INTERVAL_MS = 1_000;
const MAX_TRIES = 5;
const RETRY_MS = 500;

/** Transport of a single server: the renderers of this process. */
export class EmbeddedRenderers extends Renderers {
  private readonly logger = new Logger('Renderer');
  private readonly pendingRecords = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  /** @param rendersAlone whether no other process renders takes of this database */
  constructor(
    private readonly workers: RenderWorkers,
    private readonly rendersAlone: boolean,
  ) {
    super();
  }

  list(): readonly RendererStatus[] {
    return this.workers.list.map(statusOf);
  }

  async start(listener: RenderersListener): Promise<void> {
    this.workers.listen({
      onAdd: (worker) => this.startWorker(worker, listener),
      onRemove: () => this.changed(),
    });
    this.timer = setInterval(() => {
      for (const { attempt } of this.workers.list) if (attempt) listener.onLeaseRenewed(attempt);
    }, HEARTBEAT_INTERVAL_MS).unref();
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    for (const worker of this.workers.list) worker.leave();
    await Promise.all(this.pendingRecords);
  }

  async idle(): Promise<readonly RendererStatus[]> {
    return this.list().filter(({ state }) => state === 'idle');
  }

  async withDispatchLock(work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }

  async assign(rendererId: string, request: AttemptRequest): Promise<boolean> {
    return this.find(rendererId)?.assign(request) ?? false;
  }

  sendCommand(command: TakeCommand): void {
    for (const worker of this.workers.list) worker.sendCommand(command);
  }

  release(attempt: RenderAttempt): void {
    for (const worker of this.workers.list) worker.release(attempt.id);
  }

  subscribeFrames(attempt: RenderAttempt, sendFrames: boolean): void {
    for (const worker of this.workers.list) worker.setSendFrames(attempt.takeId, sendFrames);
  }

  async request(rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined> {
    return this.find(rendererId)?.request(request);
  }

  async assignedTakes(): Promise<ReadonlySet<string> | null> {
    return this.rendersAlone ? new Set(this.workers.list.flatMap(({ attempt }) => attempt?.takeId ?? [])) : null;
  }

  private find(id: string): RenderWorker | undefined {
    return this.workers.list.find((worker) => worker.id === id);
  }

  private startWorker(worker: RenderWorker, listener: RenderersListener): void {
    worker.start({
      onChange: () => this.changed(),
      onReport: (attempt, report) => listener.onReport(attempt, report),
      onEnd: (end) => {
        const recording = this.recordWithRetries(listener, end).finally(() => this.pendingRecords.delete(recording));
        this.pendingRecords.add(recording);
      },
    });
    this.changed();
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
