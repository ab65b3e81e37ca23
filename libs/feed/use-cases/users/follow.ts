import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { Follows, FollowsChanged, UserFollowed } from '../../domain/users/follows.js';
import { CommunityLimits } from '../../domain/users/limits.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { LockUsersNotBlocked } from './lock-users-not-blocked.js';

/** Hears of what somebody publishes, or no more. The same again changes nothing. */
@Injectable()
export class Follow {
  constructor(
    private readonly follows: Follows,
    private readonly lockUsersNotBlocked: LockUsersNotBlocked,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly limits: CommunityLimits,
  ) {}

  /**
   * @returns how many follow that user now
   * @throws Rejection FEED_CANNOT_FOLLOW_SELF, USERS_NOT_FOUND, USERS_BLOCKED, FEED_TOO_MANY_FOLLOWS
   */
  run(userId: string, followedId: string, on: boolean): Promise<number> {
    const work = async () => {
      if (on) await this.start(userId, followedId);
      else if (await this.follows.remove(userId, followedId)) {
        this.unitOfWork.publish(new FollowsChanged(userId, followedId));
      }
      return this.follows.countFollowers(followedId);
    };
    return this.unitOfWork.run(work, [profileCacheTag(userId), profileCacheTag(followedId)]);
  }

  private async start(userId: string, followedId: string): Promise<void> {
    if (userId === followedId) throw new Rejection('FEED_CANNOT_FOLLOW_SELF');
    await this.lockUsersNotBlocked.run(userId, followedId);
    const at = this.clock.now();
    if (!(await this.follows.add(userId, followedId, at))) return;
    const { follows: limit } = this.limits;
    if ((await this.follows.countFollowed(userId)) > limit) throw new Rejection('FEED_TOO_MANY_FOLLOWS', { limit });
    this.unitOfWork.publish(new UserFollowed(userId, followedId, at));
    this.unitOfWork.publish(new FollowsChanged(userId, followedId));
  }
}
