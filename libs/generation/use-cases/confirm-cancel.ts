import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeCancelled, TakeRequeued } from '../domain/events.js';
import { isSystemTake } from '../domain/system-takes.js';
import { Takes } from '../domain/takes.js';

/** Notes that a renderer has let go of a take somebody wanted to end; one of the house's has made room and waits again. */
@Injectable()
export class ConfirmCancel {
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
      const asked = await this.takes.byId(takeId);
      if (asked && isSystemTake(asked)) return this.handBack(takeId, asked.roomId, owner);
      const cancelled = await this.takes.cancelRunning(takeId, owner, this.clock.now());
      if (!cancelled) return false;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.publish(new TakeCancelled(take, cancelled.byId ?? take.authorId, step));
      return true;
    });
  }

  private async handBack(takeId: string, roomId: string, owner: string): Promise<boolean> {
    const isBack = await this.takes.requeue(takeId, owner, false);
    if (isBack) this.unitOfWork.publish(new TakeRequeued(takeId, roomId));
    return isBack;
  }
}
