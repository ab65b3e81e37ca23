import { Injectable } from '@nestjs/common';
import type {
  AttemptProgress,
  AttemptRequest,
  AttemptResult,
  RenderAttempt,
  RendererRequest,
  RendererResponse,
  RendererStatus,
  TakeCommand,
} from '../../domain/renderers.js';

export interface RenderWorkerListener {
  onChange(): void;
  onReport(attempt: RenderAttempt, report: AttemptProgress): void;
  onEnd(result: AttemptResult): void;
}

/** A renderer that this process reaches without others: its own child process, or one that is lent to it. Renders one take at a time. */
export interface RenderWorker extends Omit<RendererStatus, 'models'> {
  /** Ids of the local models that it has; undefined if it gets all of this server's. */
  models(): Promise<readonly string[] | undefined>;
  start(listener: RenderWorkerListener): void;
  /** @returns false if it has another take. While it starts, the take waits for it */
  assign(request: AttemptRequest): boolean;
  /** Keeps commands for takes that arrive later. */
  sendCommand(command: TakeCommand): void;
  /** Drops an attempt that lost its lease. */
  release(attemptId: string): void;
  setSendFrames(takeId: string, sendFrames: boolean): void;
  /** @returns undefined if it is unavailable or does not respond */
  request(request: RendererRequest): Promise<RendererResponse | undefined>;
  /** Ends its attempt, and accepts no more. */
  leave(): void;
}

export interface RenderWorkersListener {
  onAdd(worker: RenderWorker): void;
  onRemove(worker: RenderWorker): void;
}

/** The renderers of this process. Lent ones come and go. */
@Injectable()
export class RenderWorkers {
  private readonly workers = new Set<RenderWorker>();
  private listener: RenderWorkersListener | undefined;

  get list(): readonly RenderWorker[] {
    return [...this.workers];
  }

  /** @param listener called for those that are there, too */
  listen(listener: RenderWorkersListener): void {
    this.listener = listener;
    for (const worker of this.workers) listener.onAdd(worker);
  }

  add(worker: RenderWorker): void {
    this.workers.add(worker);
    this.listener?.onAdd(worker);
  }

  remove(worker: RenderWorker): void {
    if (!this.workers.delete(worker)) return;
    worker.leave();
    this.listener?.onRemove(worker);
  }
}

export const statusOf = (worker: RenderWorker): Omit<RendererStatus, 'models'> => {
  const { id, host, state, attempt, idleSince, restarts, pool, isolation, device, lender } = worker;
  return { id, host, state, attempt, idleSince, restarts, pool, isolation, device, lender };
};
