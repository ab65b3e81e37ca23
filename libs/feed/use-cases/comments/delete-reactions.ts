import { Injectable } from '@nestjs/common';
import { Notifications } from '../../domain/comments/notifications.js';
import { type PostReaction, PostReactions, PostCounters } from '../../domain/comments/post-reactions.js';
import { RecountReactionBundles } from './recount-reaction-bundles.js';

const AT_ONCE = 200;

/** Inside the transaction in which somebody leaves: what they gave to images counts no more. */
@Injectable()
export class DeleteReactions {
  constructor(
    private readonly reactions: PostReactions,
    private readonly tallies: PostCounters,
    private readonly notifications: Notifications,
    private readonly recount: RecountReactionBundles,
  ) {}

  postsOf(userId: string): Promise<string[]> {
    return this.reactions.postsOf(userId);
  }

  async run(userId: string): Promise<void> {
    for (;;) {
      const page = await this.reactions.givenBy(userId, { postId: '', emoji: '' }, AT_ONCE);
      if (page.length === 0) return;
      await this.forget(page);
    }
  }

  private async forget(page: readonly PostReaction[]): Promise<void> {
    const perPost = Map.groupBy(page, ({ postId }) => postId);
    await this.reactions.forget(page);
    await this.tallies.lower(new Map([...perPost].map(([id, some]) => [id, { likes: some.length, comments: 0 }])));
    for (const notice of await this.notifications.findBundleOf([...perPost.keys()])) {
      const since = notice.extra.since ?? notice.at;
      const theirs = (perPost.get(notice.postId ?? '') ?? []).some(({ at }) => at >= since);
      if (theirs) await this.recount.lower(notice);
    }
  }
}
