import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { TakeStopRequested } from '../domain/events.js';
import { Steers } from '../domain/steers.js';
import { Takes } from '../domain/takes.js';
import type { CancelRequest } from './cancel-take.js';

/** Ends a rendering take with the image of its present step. */
@Injectable()
export class StopTake {
  constructor(
    private readonly takes: Takes,
    private readonly steers: Steers,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * A take that waits has no image yet: it can be cancelled.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_AUTHOR, GENERATION_NOT_RENDERING, GENERATION_TAKE_ALREADY_ENDED
   */
  async run({ takeId, roomId, byId, canCancelAny }: CancelRequest): Promise<void> {
    const take = await this.takes.byId(takeId);
    if (!take || take.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    if (take.authorId !== byId && !canCancelAny) throw new Rejection('GENERATION_NOT_AUTHOR');
    if (take.status === 'queued') throw new Rejection('GENERATION_NOT_RENDERING', { status: take.status });
    await this.unitOfWork.run(async () => {
      if (!(await this.steers.requestStop(takeId, byId))) throw new Rejection('GENERATION_TAKE_ALREADY_ENDED');
      this.unitOfWork.publish(new TakeStopRequested(takeId));
    });
  }
}
