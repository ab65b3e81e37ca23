import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { Collections } from '../../domain/people/collections.js';
import { FollowerLeft, Follows, FollowsChanged } from '../../domain/people/follows.js';
import { profileSubject } from '../../domain/people/subjects.js';

/** Inside the transaction in which two part, or somebody leaves altogether. */
@Injectable()
export class PartPeople {
  constructor(
    private readonly follows: Follows,
    private readonly collections: Collections,
    private readonly blocks: Blocks,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** After one has blocked the other, neither follows the other any more; letting go brings nothing back. */
  async apart(personId: string, otherId: string): Promise<void> {
    if (!(await this.blocks.between(personId, otherId))) return;
    for (const [follower, followed] of [
      [personId, otherId],
      [otherId, personId],
    ] as const) {
      if (await this.follows.remove(follower, followed)) {
        this.unitOfWork.touch(profileSubject(follower), profileSubject(followed));
        this.unitOfWork.announce(new FollowsChanged(follower, followed));
      }
    }
  }

  async gone(personId: string): Promise<void> {
    const followedIds = await this.follows.followedIds(personId);
    await this.follows.forget(personId);
    this.unitOfWork.announce(new FollowerLeft(followedIds));
    await this.collections.forgetOwner(personId);
  }
}
