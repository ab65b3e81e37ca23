import { Injectable } from '@nestjs/common';
import { Posts } from '../../domain/posts/posts.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import { type Notification, Notifications } from '../../domain/comments/notifications.js';
import { PostReactions } from '../../domain/comments/post-reactions.js';
import { NotificationWriter } from './tell-users.js';

/** An unread notice of reactions says how many users gave them, of those from whom its reader hears. */
@Injectable()
export class RecountReactionBundles {
  constructor(
    private readonly notifications: Notifications,
    private readonly reactions: PostReactions,
    private readonly posts: Posts,
    private readonly tell: NotificationWriter,
    private readonly limits: TalkLimits,
  ) {}

  /**
   * Inside the transaction that holds the post and has taken something back. What was given while it was not to be told stays
   * uncounted: it never says more than before.
   */
  lower(known: Notification): Promise<void> {
    return this.recount(known, known.count);
  }

  /** Inside the transaction in which two part, or come together again. A few statements for each notice that it concerns. */
  async between(userId: string, otherId: string): Promise<void> {
    const theirs = await this.notifications.gatheringBy(userId, otherId);
    const others = await this.notifications.gatheringBy(otherId, userId);
    for (const known of [...theirs, ...others]) {
      // Held, and read again: somebody else may have reacted meanwhile.
      if (known.postId === null || !(await this.posts.hold(known.postId)) || known.bundle === null) continue;
      const now = await this.notifications.findBundle(known.userId, known.bundle);
      if (now) await this.recount(now, Infinity);
    }
  }

  private async recount(known: Notification, atMost: number): Promise<void> {
    const { postId, userId, extra } = known;
    if (postId === null) return;
    const since = extra.since ?? known.at;
    const { count, ids } = await this.reactions.givers(postId, since, userId, this.limits.usersNamed);
    if (count === 0) return this.tell.forget({ ids: [known.id] });
    const kinds = await this.reactions.kindsOf(postId);
    const emojis = (extra.emojis ?? []).filter((emoji) => kinds.has(emoji));
    await this.notifications.extendBundle({
      ...known,
      count: Math.min(count, atMost),
      userIds: ids,
      extra: { ...extra, emojis },
    });
  }
}
