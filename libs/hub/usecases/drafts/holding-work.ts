import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';

/** Transactions in which somebody is counted one thing after the other. */
@Injectable()
export class HoldingWork {
  constructor(
    private readonly people: People,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when the account is gone */
  holding<T>(personId: string, work: (announce: UnitOfWork['announce']) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      if (!(await this.people.hold([personId])).has(personId)) throw new Rejection('UNAUTHENTICATED');
      return work((event) => this.unitOfWork.announce(event));
    });
  }
}
