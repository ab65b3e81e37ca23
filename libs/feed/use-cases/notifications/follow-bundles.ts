import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { bundledSince, FOLLOW_BUNDLE, type Notification } from '../../domain/notifications/notifications.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';
import { NotificationWriter } from './notification-writer.js';

/** Bundles new followers of a user into one unread notification, inside the transaction of the follow. */
@Injectable()
export class FollowBundles {
  constructor(
    private readonly notifications: NotificationsRepository,
    private readonly follows: FollowsRepository,
    private readonly notificationWriter: NotificationWriter,
  ) {}

  async followed(userId: string, followedId: string, at: number): Promise<void> {
    if (!(await this.notificationWriter.isWanted(followedId, 'follow'))) return;
    const bundle = await this.notifications.unreadBundle(followedId, FOLLOW_BUNDLE);
    if (bundle) {
      const recounted = await this.recounted(bundle, at);
      if (await this.notificationWriter.extend({ ...recounted, at: Math.max(at, bundle.at) })) return;
    }
    await this.notificationWriter.add([
      { userId: followedId, kind: 'follow', bundle: FOLLOW_BUNDLE, userIds: [userId], extra: { since: at }, at },
    ]);
  }

  /** Recounts the bundles of users who lost a follower. */
  async unfollowed(followedIds: readonly string[]): Promise<void> {
    for (const bundle of await this.notifications.unreadFollowBundles(followedIds)) {
      const recounted = await this.recounted(bundle);
      if (recounted.count === 0) await this.notificationWriter.delete({ ids: [bundle.id] });
      else if (recounted.count !== bundle.count) await this.notifications.updateUnread(recounted);
    }
  }

  /** @param at of a follow that counts even if the clock of its node is behind */
  private async recounted(bundle: Notification, at = Infinity): Promise<Notification> {
    const since = Math.min(at, bundledSince(bundle));
    const { count, ids } = await this.follows.newFollowers(bundle.userId, since, LIMITS.namedUsers);
    return { ...bundle, count, userIds: ids, extra: { since } };
  }
}
