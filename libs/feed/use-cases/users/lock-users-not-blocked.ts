import { Injectable } from '@nestjs/common';
import { Blocks, Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';

/** Inside a transaction, before it holds anything else: two users who stay, and hear of each other, until its end. */
@Injectable()
export class LockUsersNotBlocked {
  constructor(
    private readonly users: Users,
    private readonly blocks: Blocks,
  ) {}

  /** @throws Rejection UNAUTHENTICATED where the first has left, USERS_NOT_FOUND, USERS_BLOCKED */
  async run(userId: string, otherId: string): Promise<void> {
    // Both are held: whoever blocks holds the one they block, so that one of the two sees what the other did.
    const held = await this.users.hold([userId, otherId]);
    if (!held.has(userId)) throw new Rejection('UNAUTHENTICATED');
    if (!held.has(otherId)) throw new Rejection('USERS_NOT_FOUND');
    if (await this.blocks.isBlocked(userId, otherId)) throw new Rejection('USERS_BLOCKED');
  }
}
