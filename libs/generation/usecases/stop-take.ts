import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { TakeStopAsked } from '../domain/events.js';
import { Steers } from '../domain/steers.js';
import { Takes } from '../domain/takes.js';
import type { CancelWish } from './cancel-take.js';

/** Ends a rendering take with the picture of its present step. */
@Injectable()
export class StopTake {
  constructor(
    private readonly takes: Takes,
    private readonly steers: Steers,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * A take that waits has no picture yet: it can be cancelled.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_YOURS, GENERATION_NOT_RENDERING, GENERATION_TAKE_OVER
   */
  async run({ takeId, roomId, byId, mayEndAny }: CancelWish): Promise<void> {
    const take = await this.takes.byId(takeId);
    if (!take || take.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    if (take.authorId !== byId && !mayEndAny) throw new Rejection('GENERATION_NOT_YOURS');
    if (take.status === 'queued') throw new Rejection('GENERATION_NOT_RENDERING', { status: take.status });
    await this.unitOfWork.run(async () => {
      if (!(await this.steers.askStop(takeId, byId))) throw new Rejection('GENERATION_TAKE_OVER');
      this.unitOfWork.announce(new TakeStopAsked(takeId));
    });
  }
}
