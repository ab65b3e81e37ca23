import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeFailed } from '../domain/events.js';
import type { FailureCode } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** Ends a take that cannot be rendered. */
@Injectable()
export class FailTake {
  constructor(
    private readonly takes: Takes,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns false when it has ended otherwise, or is another node's by now. */
  run(takeId: string, owner: string, failure: { code: FailureCode; detail: string }): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.takes.fail(takeId, owner, failure, this.clock.now()))) return false;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.publish(new TakeFailed(take));
      return true;
    });
  }
}
