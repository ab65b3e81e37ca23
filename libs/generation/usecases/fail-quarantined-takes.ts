import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeFailed } from '../domain/events.js';
import { quarantinedFailure } from '../domain/losses.js';
import { Takes } from '../domain/takes.js';
import { Turns } from '../domain/turns.js';

/** Ends all that waits for a model nobody will load. */
@Injectable()
export class FailQuarantinedTakes {
  constructor(
    private readonly takes: Takes,
    private readonly turns: Turns,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(model: string, why: string): Promise<void> {
    const { waiting } = await this.turns.backlog();
    for (const take of waiting) if (take.model === model) await this.fail(take.id, model, why);
  }

  private fail(id: string, model: string, why: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.turns.refuse(id, quarantinedFailure(model, why), this.clock.now()))) return;
      const take = await this.takes.byId(id);
      if (take) this.unitOfWork.announce(new TakeFailed(take));
    });
  }
}
