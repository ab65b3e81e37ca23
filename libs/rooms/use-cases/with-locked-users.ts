import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';

/** Units of work that add members: their accounts cannot be deleted meanwhile and leave memberships behind. */
@Injectable()
export class WithLockedUsers {
  constructor(
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when the user's account is deleted, USERS_NOT_FOUND when the other one is */
  run<T>(userId: string, otherId: string | null, work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      // Accounts are locked first, as when an account is deleted, so the two cannot deadlock.
      const locked = await this.users.hold(otherId === null ? [userId] : [userId, otherId]);
      if (!locked.has(userId)) throw new Rejection('UNAUTHENTICATED');
      if (otherId !== null && !locked.has(otherId)) throw new Rejection('USERS_NOT_FOUND');
      return work();
    });
  }
}
