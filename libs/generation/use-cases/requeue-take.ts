import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { TakeRequeued } from '../domain/events.js';
import { Takes } from '../domain/takes.js';

/** Puts a take back into the line, since its node stops: another one, or the next start, renders it. */
@Injectable()
export class RequeueTake {
  constructor(
    private readonly takes: Takes,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  run(takeId: string, roomId: string, owner: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.takes.requeue(takeId, owner, false))) return false;
      this.unitOfWork.publish(new TakeRequeued(takeId, roomId));
      return true;
    });
  }
}
