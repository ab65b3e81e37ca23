import { Injectable } from '@nestjs/common';
import { Users, type User } from '@visionary/accounts';
import { Follows } from '../../domain/users/follows.js';
import { CommunityLimits } from '../../domain/users/limits.js';
import { pageOf, readCursor } from '../page-cursor.js';

/** Who follows somebody, and whom they follow; the newest first. */
@Injectable()
export class ListFollows {
  constructor(
    private readonly follows: Follows,
    private readonly users: Users,
    private readonly limits: CommunityLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run(
    side: 'followers' | 'followed',
    userId: string,
    cursor: string | undefined,
  ): Promise<{ users: User[]; nextCursor: string | null }> {
    const after = readCursor(cursor);
    const limit = this.limits.usersPerPage;
    const place = after && { at: after.value, userId: after.id };
    const found = await this.follows.page(side, userId, place, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, (one) => ({ value: one.at, id: one.userId }));
    const users = await this.users.byIds(page.map((one) => one.userId));
    return { users: page.flatMap((one) => users.get(one.userId) ?? []), nextCursor };
  }
}
