import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { TakeCancelRequested, TakeCancelled } from '../domain/events.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

export interface CancelRequest {
  readonly takeId: string;
  readonly roomId: string;
  readonly byId: string;
  /** Whether this user may end takes of others there. */
  readonly canCancelAny: boolean;
}

/** Ends a take that waits at once, one that renders between two steps, wherever that is. */
@Injectable()
export class CancelTake {
  constructor(
    private readonly takes: Takes,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_AUTHOR, GENERATION_TAKE_ALREADY_ENDED */
  async run({ takeId, roomId, byId, canCancelAny }: CancelRequest): Promise<void> {
    const take = await this.takes.byId(takeId);
    if (!take || take.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    if (take.authorId !== byId && !canCancelAny) throw new Rejection('GENERATION_NOT_AUTHOR');
    const ended = await this.unitOfWork.run(
      async () => (await this.cancel(take, byId)) || (await this.ask(takeId, byId)),
    );
    if (!ended) throw new Rejection('GENERATION_TAKE_ALREADY_ENDED');
  }

  private async cancel(take: Take, byId: string): Promise<boolean> {
    const at = this.clock.now();
    if (!(await this.takes.cancelQueued(take.id, byId, at))) return false;
    this.unitOfWork.publish(new TakeCancelled({ ...take, status: 'cancelled', endedAt: at }, byId, 0));
    return true;
  }

  private async ask(takeId: string, byId: string): Promise<boolean> {
    if (!(await this.takes.requestCancel(takeId, byId))) return false;
    this.unitOfWork.publish(new TakeCancelRequested(takeId));
    return true;
  }
}
