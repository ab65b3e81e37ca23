import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';

/** Transactions in which somebody is counted one thing after the other. */
@Injectable()
export class UserLockedTransaction {
  constructor(
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when the account is gone */
  holding<T>(userId: string, work: (announce: UnitOfWork['publish']) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      return work((event) => this.unitOfWork.publish(event));
    });
  }
}
