import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeCancelled } from '../domain/events.js';
import { Takes } from '../domain/takes.js';

/** Notes that a renderer has let go of a take somebody wanted to end. */
@Injectable()
export class EndCancelledTake {
  constructor(
    private readonly takes: Takes,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param step steps that were done
   * @returns false when it has ended otherwise, or is another node's by now
   */
  run(takeId: string, owner: string, step: number): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const cancelled = await this.takes.cancelRunning(takeId, owner, this.clock.now());
      if (!cancelled) return false;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.announce(new TakeCancelled(take, cancelled.byId ?? take.authorId, step));
      return true;
    });
  }
}
