import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { TakeRequeued } from '../domain/events.js';
import { rendererCrashedFailure, MAX_RENDERER_LOSSES } from '../domain/take-failures.js';
import { Takes } from '../domain/takes.js';
import { ConfirmCancel } from './confirm-cancel.js';
import { FailTake } from './fail-take.js';

/** The renderer went away under a take: the first time it goes back into the line. */
@Injectable()
export class HandleLostRenderer {
  constructor(
    private readonly takes: Takes,
    private readonly failTake: FailTake,
    private readonly endCancelled: ConfirmCancel,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns false when the take is no longer this owner's */
  async run(takeId: string, owner: string, why: string): Promise<boolean> {
    const lost = await this.takes.held(takeId, owner);
    if (!lost) return false;
    if (lost.cancelBy !== null) return this.endCancelled.run(takeId, owner, 0);
    if (lost.losses + 1 >= MAX_RENDERER_LOSSES) return this.failTake.run(takeId, owner, rendererCrashedFailure(why));
    return this.unitOfWork.run(async () => {
      if (!(await this.takes.requeue(takeId, owner, true))) return false;
      this.unitOfWork.publish(new TakeRequeued(takeId, lost.roomId));
      return true;
    });
  }
}
