import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeFailed } from '../domain/events.js';
import { modelQuarantinedFailure } from '../domain/take-failures.js';
import { Takes } from '../domain/takes.js';
import { TakeQueue } from '../domain/take-queue.js';

/** Ends all that waits for a model nobody will load. */
@Injectable()
export class FailQuarantinedTakes {
  constructor(
    private readonly takes: Takes,
    private readonly takeQueue: TakeQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(model: string, why: string): Promise<void> {
    const { waiting } = await this.takeQueue.backlog();
    for (const take of waiting) if (take.model === model) await this.fail(take.id, model, why);
  }

  private fail(id: string, model: string, why: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.takeQueue.failToStart(id, modelQuarantinedFailure(model, why), this.clock.now()))) return;
      const take = await this.takes.byId(id);
      if (take) this.unitOfWork.publish(new TakeFailed(take));
    });
  }
}
