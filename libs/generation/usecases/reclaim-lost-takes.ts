import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeRequeued } from '../domain/events.js';
import { crashed, LOSSES_AT_MOST } from '../domain/losses.js';
import { type LostTake, Takes } from '../domain/takes.js';
import { EndCancelledTake } from './end-cancelled-take.js';
import { FailTake } from './fail-take.js';

/** Takes whose node has not been heard for a lease go back into the line. */
@Injectable()
export class ReclaimLostTakes {
  constructor(
    private readonly takes: Takes,
    private readonly failTake: FailTake,
    private readonly endCancelled: EndCancelledTake,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param everything also those whose lease runs: right only at the start of the one node there is */
  async run(everything = false): Promise<void> {
    const lost = await this.takes.expired(everything ? Number.MAX_SAFE_INTEGER : this.clock.now());
    for (const take of lost) await this.reclaim(take);
  }

  private async reclaim({ id, owner, losses, cancelBy }: LostTake): Promise<void> {
    if (cancelBy !== null) {
      await this.endCancelled.run(id, owner, 0);
    } else if (losses + 1 >= LOSSES_AT_MOST) {
      await this.failTake.run(id, owner, crashed('the server that rendered it went away'));
    } else {
      await this.unitOfWork.run(async () => {
        if (!(await this.takes.requeue(id, owner, true))) return;
        const take = await this.takes.byId(id);
        if (take) this.unitOfWork.announce(new TakeRequeued(id, take.roomId));
      });
    }
  }
}
