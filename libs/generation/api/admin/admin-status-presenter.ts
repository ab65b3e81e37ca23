import { Injectable } from '@nestjs/common';
import type { AdminView, PoolView, RendererView } from '@visionary/contract';
import type { PoolState } from '../../domain/renderer-protocol.js';
import { Renderers, type RendererStatus } from '../../domain/renderers.js';
import { TakeQueue } from '../../domain/take-queue.js';
import { ReadQuarantine } from '../../use-cases/read-quarantine.js';
import { SocketCounts } from './socket-counts.js';

const poolView = ({ entries, ...counters }: PoolState): PoolView => ({
  ...counters,
  entries: entries.map(({ modelName: model, loras, bytes, leases, loadMs, lastUsedAt }) => ({
    ...{ model, bytes, leases, loadMs, lastUsedAt },
    loras: loras.map(({ id, weight }) => ({ id, weight })),
  })),
});

const rendererView = ({ id, host, state, turn, restarts, pool }: RendererStatus): RendererView => ({
  ...{ id, host, state, restarts },
  takeId: turn?.takeId ?? null,
  pool: pool && poolView(pool),
});

/** The whole instance as who looks after it sees it. */
@Injectable()
export class AdminStatusPresenter {
  constructor(
    private readonly renderers: Renderers,
    private readonly takeQueue: TakeQueue,
    private readonly quarantine: ReadQuarantine,
    private readonly sockets: SocketCounts,
  ) {}

  async now(): Promise<AdminView> {
    const [queue, troubles] = await Promise.all([this.takeQueue.count(), this.quarantine.run()]);
    const renderers = [...this.renderers.list()].sort((a, b) => a.host.localeCompare(b.host) || (a.id < b.id ? -1 : 1));
    return {
      renderers: renderers.map(rendererView),
      queue,
      quarantined: troubles.map(({ model, why: reason, quarantinedAt }) => ({ model, reason, at: quarantinedAt ?? 0 })),
      sockets: this.sockets.everywhere(),
    };
  }
}
