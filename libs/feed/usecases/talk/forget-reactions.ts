import { Injectable } from '@nestjs/common';
import { Notices } from '../../domain/talk/notices.js';
import { type PostReaction, PostReactions, PostTallies } from '../../domain/talk/post-reactions.js';
import { RecountReactions } from './recount-reactions.js';

const AT_ONCE = 200;

/** Inside the transaction in which somebody leaves: what they gave to pictures counts no more. */
@Injectable()
export class ForgetReactions {
  constructor(
    private readonly reactions: PostReactions,
    private readonly tallies: PostTallies,
    private readonly notices: Notices,
    private readonly recount: RecountReactions,
  ) {}

  postsOf(personId: string): Promise<string[]> {
    return this.reactions.postsOf(personId);
  }

  async run(personId: string): Promise<void> {
    for (;;) {
      const page = await this.reactions.givenBy(personId, { postId: '', emoji: '' }, AT_ONCE);
      if (page.length === 0) return;
      await this.forget(page);
    }
  }

  private async forget(page: readonly PostReaction[]): Promise<void> {
    const perPost = Map.groupBy(page, ({ postId }) => postId);
    await this.reactions.forget(page);
    await this.tallies.lower(new Map([...perPost].map(([id, some]) => [id, { likes: some.length, comments: 0 }])));
    for (const notice of await this.notices.gatheringOf([...perPost.keys()])) {
      const since = notice.extra.since ?? notice.at;
      const theirs = (perPost.get(notice.postId ?? '') ?? []).some(({ at }) => at >= since);
      if (theirs) await this.recount.lower(notice);
    }
  }
}
