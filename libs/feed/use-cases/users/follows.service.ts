import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  Acquaintances,
  Blocks,
  BlocksChanged,
  type MyStateData,
  type MyStateProvider,
  MyStateProviders,
  type User,
  Users,
} from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, DomainEvents, pageOf, readCursor, Rejection, UnitOfWork } from '@visionary/kernel';
import { FollowerDeleted, FollowsChanged, UserFollowed } from '../../domain/users/follows.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { CollectionsRepository } from '../../storage/users/collections.repository.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';

/** Who follows whom. Blocks and deleted accounts end follows in their own transaction. */
@Injectable()
export class FollowsService implements MyStateProvider, OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly myState: MyStateProviders,
    private readonly acquaintances: Acquaintances,
    private readonly follows: FollowsRepository,
    private readonly collections: CollectionsRepository,
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.myState.add(this);
    this.acquaintances.add((otherId, userIds) => this.follows.followersAmong(otherId, userIds));
    this.events.beforeCommit(BlocksChanged, ({ userId, otherId }) => this.endBetween(userId, otherId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.deleteOfUser(userId));
  }

  async stateOf(userId: string): Promise<Partial<MyStateData>> {
    return { followedIds: await this.follows.followedIds(userId) };
  }

  /**
   * Follows or unfollows. Repeating it changes nothing.
   * @returns how many follow that user now
   * @throws Rejection FEED_CANNOT_FOLLOW_SELF, UNAUTHENTICATED, USERS_NOT_FOUND, USERS_BLOCKED, FEED_TOO_MANY_FOLLOWS { limit }
   */
  set(userId: string, followedId: string, on: boolean): Promise<number> {
    const work = async () => {
      if (on) await this.start(userId, followedId);
      else if (await this.follows.remove(userId, followedId)) {
        this.unitOfWork.publish(new FollowsChanged(userId, followedId));
      }
      return this.follows.countFollowers(followedId);
    };
    return this.unitOfWork.run(work, [profileCacheTag(userId), profileCacheTag(followedId)]);
  }

  /** Newest first. @throws Rejection INVALID for an unknown cursor */
  async list(
    side: 'followers' | 'followed',
    userId: string,
    cursor: string | undefined,
  ): Promise<{ users: User[]; nextCursor: string | null }> {
    const from = readCursor(cursor);
    const limit = LIMITS.usersPerPage;
    const after = from && { at: from.value, userId: from.id };
    const found = await this.follows.page(side, userId, after, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, (one) => ({ value: one.at, id: one.userId }));
    const users = await this.users.byIds(page.map((one) => one.userId));
    return { users: page.flatMap((one) => users.get(one.userId) ?? []), nextCursor };
  }

  private async start(userId: string, followedId: string): Promise<void> {
    if (userId === followedId) throw new Rejection('FEED_CANNOT_FOLLOW_SELF');
    // A block locks the blocked user, so one of two concurrent transactions sees the other.
    const existing = await this.users.hold([userId, followedId]);
    if (!existing.has(userId)) throw new Rejection('UNAUTHENTICATED');
    if (!existing.has(followedId)) throw new Rejection('USERS_NOT_FOUND');
    if (await this.blocks.isBlocked(userId, followedId)) throw new Rejection('USERS_BLOCKED');
    const at = this.clock.now();
    if (!(await this.follows.add(userId, followedId, at))) return;
    const { follows: limit } = LIMITS;
    if ((await this.follows.countFollowed(userId)) > limit) throw new Rejection('FEED_TOO_MANY_FOLLOWS', { limit });
    this.unitOfWork.publish(new UserFollowed(userId, followedId, at));
    this.unitOfWork.publish(new FollowsChanged(userId, followedId));
  }

  /** A block ends follows in both directions. Unblocking restores nothing. */
  private async endBetween(userId: string, otherId: string): Promise<void> {
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

  private async deleteOfUser(userId: string): Promise<void> {
    const followedIds = await this.follows.followedIds(userId);
    await this.follows.deleteOfUser(userId);
    this.unitOfWork.publish(new FollowerDeleted(followedIds));
    await this.collections.removeOfOwner(userId);
  }
}
