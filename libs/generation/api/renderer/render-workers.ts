import { Injectable } from '@nestjs/common';
import type { RendererStatus } from '../../domain/renderers.js';
import type { RenderWorker } from './render-worker.js';

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
  const { id, host, state, attempt, idleSince, restarts, pool, isolation, device, pausedBy, lender, declined } = worker;
  return { id, host, state, attempt, idleSince, restarts, pool, isolation, device, pausedBy, lender, declined };
};
