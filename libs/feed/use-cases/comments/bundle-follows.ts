import { Injectable } from '@nestjs/common';
import { RecentFollowers } from '../../domain/comments/followers.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import { FOLLOW_BUNDLE, type Notification, Notifications } from '../../domain/comments/notifications.js';
import { NotificationWriter } from './tell-users.js';

/** Whoever follows somebody makes one unread notice, however many they are. Inside the transaction in which they do. */
@Injectable()
export class BundleFollows {
  constructor(
    private readonly notifications: Notifications,
    private readonly followers: RecentFollowers,
    private readonly tell: NotificationWriter,
    private readonly limits: TalkLimits,
  ) {}

  async followed(userId: string, followedId: string, at: number): Promise<void> {
    if (!(await this.tell.wants(followedId, 'follow'))) return;
    const known = await this.notifications.findBundle(followedId, FOLLOW_BUNDLE);
    if (known && (await this.tell.grow({ ...(await this.recounted(known, at)), at: Math.max(at, known.at) }))) return;
    const gathered = { bundle: FOLLOW_BUNDLE, userIds: [userId], extra: { since: at } };
    await this.tell.run([{ userId: followedId, kind: 'follow', ...gathered, at }]);
  }

  /** Somebody follows these no more. One query, and a few for each who has not read of a follower yet. */
  async unfollowed(followedIds: readonly string[]): Promise<void> {
    for (const known of await this.notifications.gatheringFollows(followedIds)) {
      const recounted = await this.recounted(known);
      if (recounted.count === 0) await this.tell.forget({ ids: [known.id] });
      else if (recounted.count !== known.count) await this.notifications.extendBundle(recounted);
    }
  }

  /** @param at of one that counts, whatever the clock of its node says */
  private async recounted(known: Notification, at = Infinity): Promise<Notification> {
    const since = Math.min(at, known.extra.since ?? known.at);
    const { count, ids } = await this.followers.since(known.userId, since, this.limits.usersNamed);
    return { ...known, count, userIds: ids, extra: { since } };
  }
}
