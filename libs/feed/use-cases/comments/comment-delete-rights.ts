import { Injectable } from '@nestjs/common';
import { Staff } from '../../domain/comments/caretakers.js';
import { LockParticipants } from './lock-participants.js';

/** Who may take away what others said. */
@Injectable()
export class CommentDeleteRights {
  constructor(
    private readonly company: LockParticipants,
    private readonly staff: Staff,
  ) {}

  /** Inside a transaction, first of all. @returns ms since 1970. @throws Rejection UNAUTHENTICATED */
  async hold(userId: string): Promise<number> {
    return (await this.company.run(userId, [])).at;
  }

  everywhere(userId: string): Promise<boolean> {
    return this.staff.includes(userId);
  }
}
