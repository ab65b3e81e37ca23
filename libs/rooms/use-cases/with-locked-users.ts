import { Injectable } from '@nestjs/common';
import { type DomainEvent, Rejection, UnitOfWork } from '@visionary/kernel';
import { UserLocks } from '../domain/user.js';

/** Units of work that give somebody a place in a room: no account goes meanwhile, so that none leaves anything behind. */
@Injectable()
export class WithLockedUsers {
  constructor(
    private readonly staying: UserLocks,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when who does it is gone, USERS_NOT_FOUND when the other one is */
  run<T>(userId: string, otherId: string | null, work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      // First of all, as whoever deletes their account does: so neither waits for the other.
      const held = await this.staying.hold(otherId === null ? [userId] : [userId, otherId]);
      if (!held.has(userId)) throw new Rejection('UNAUTHENTICATED');
      if (otherId !== null && !held.has(otherId)) throw new Rejection('USERS_NOT_FOUND');
      return work();
    });
  }

  announce(event: DomainEvent): void {
    this.unitOfWork.publish(event);
  }
}
