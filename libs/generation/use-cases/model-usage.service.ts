import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { requestedAdditions } from '@visionary/contract';
import { TakeFailed } from '../domain/events.js';
import { ModelSelections } from '../domain/model-selections.js';
import { modelQuarantinedFailure, type TakeFailure } from '../domain/take.js';
import { SqlRecentRooms } from '../storage/sql-recent-rooms.js';
import { SqlTakeQueue } from '../storage/sql-take-queue.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { TakeInputs } from './take-inputs.js';

const RECENT_MS = 30 * 86_400_000;

/** Finds the takes and rooms that use a model or addition, and fails queued takes when it becomes unavailable. */
@Injectable()
export class ModelUsageService {
  constructor(
    private readonly takes: SqlTakes,
    private readonly takeQueue: SqlTakeQueue,
    private readonly inputs: TakeInputs,
    private readonly recentRooms: SqlRecentRooms,
    private readonly selections: ModelSelections,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Fails all queued takes of a quarantined model. */
  async failQuarantined(model: string, reason: string): Promise<void> {
    const { waiting } = await this.takeQueue.backlog();
    for (const take of waiting) {
      if (take.model === model) await this.fail(take.id, modelQuarantinedFailure(model, reason));
    }
  }

  /** Fails queued takes that use a removed model or addition. Rendering takes continue. */
  async failRemoved(id: string, failure: TakeFailure): Promise<void> {
    const { waiting } = await this.takeQueue.backlog();
    for (const take of waiting) if (await this.uses(take.id, id)) await this.fail(take.id, failure);
  }

  /** How many takes use any of these models and additions. Only the queued ones fail when they are removed. */
  async countTakes(ids: readonly string[]): Promise<{ queuedTakes: number; renderingTakes: number }> {
    const { waiting, running } = await this.takeQueue.backlog();
    return {
      queuedTakes: await this.countUsing(waiting, ids),
      renderingTakes: await this.countUsing(running, ids),
    };
  }

  private async countUsing(takes: readonly { readonly id: string }[], ids: readonly string[]): Promise<number> {
    let count = 0;
    for (const take of takes) {
      for (const id of ids) {
        if (!(await this.uses(take.id, id))) continue;
        count += 1;
        break;
      }
    }
    return count;
  }

  /** How many rooms have any of these selected, or rendered with them in the last 30 days. */
  async countRooms(ids: readonly string[]): Promise<number> {
    const recent = await this.recentRooms.usingAny(ids, this.clock.now() - RECENT_MS);
    return new Set([...recent, ...(await this.selections.of(ids))]).size;
  }

  private async uses(takeId: string, id: string): Promise<boolean> {
    const take = await this.takes.byId(takeId);
    if (!take) return false;
    const { prompt, settings } = take;
    const used = [...this.inputs.requestedLoras(prompt, settings.loras), ...requestedAdditions(settings)];
    return settings.model === id || used.some((one) => one.id === id);
  }

  private fail(takeId: string, failure: TakeFailure): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.takeQueue.failToStart(takeId, failure, this.clock.now()))) return;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.publish(new TakeFailed(take));
    });
  }
}
