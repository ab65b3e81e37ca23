import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { Collections } from '../../domain/users/collections.js';
import { FollowerDeleted, Follows, FollowsChanged } from '../../domain/users/follows.js';
import { profileCacheTag } from '../../domain/users/subjects.js';

/** Inside the transaction in which two part, or somebody leaves altogether. */
@Injectable()
export class RemoveUserConnections {
  constructor(
    private readonly follows: Follows,
    private readonly collections: Collections,
    private readonly blocks: Blocks,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** After one has blocked the other, neither follows the other any more; letting go brings nothing back. */
  async apart(userId: string, otherId: string): Promise<void> {
    if (!(await this.blocks.isBlocked(userId, otherId))) return;
    for (const [follower, followed] of [
      [userId, otherId],
      [otherId, userId],
    ] as const) {
      if (await this.follows.remove(follower, followed)) {
        this.unitOfWork.invalidate(profileCacheTag(follower), profileCacheTag(followed));
        this.unitOfWork.publish(new FollowsChanged(follower, followed));
      }
    }
  }

  async gone(userId: string): Promise<void> {
    const followedIds = await this.follows.followedIds(userId);
    await this.follows.forget(userId);
    this.unitOfWork.publish(new FollowerDeleted(followedIds));
    await this.collections.forgetOwner(userId);
  }
}
