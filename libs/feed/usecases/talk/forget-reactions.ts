import { Injectable } from '@nestjs/common';
import { type Notice, Notices } from '../../domain/talk/notices.js';
import { type PostReaction, PostReactions, PostTallies } from '../../domain/talk/post-reactions.js';
import { TellPeople } from './tell-people.js';

const AT_ONCE = 200;

/** Inside the transaction in which somebody leaves: what they gave to pictures counts no more. */
@Injectable()
export class ForgetReactions {
  constructor(
    private readonly reactions: PostReactions,
    private readonly tallies: PostTallies,
    private readonly notices: Notices,
    private readonly tell: TellPeople,
  ) {}

  postsOf(personId: string): Promise<string[]> {
    return this.reactions.postsOf(personId);
  }

  async run(personId: string): Promise<void> {
    for (;;) {
      const page = await this.reactions.givenBy(personId, { postId: '', emoji: '' }, AT_ONCE);
      if (page.length === 0) return;
      await this.forget(personId, page);
    }
  }

  private async forget(personId: string, page: readonly PostReaction[]): Promise<void> {
    const perPost = Map.groupBy(page, ({ postId }) => postId);
    await this.reactions.forget(page);
    await this.tallies.lower(new Map([...perPost].map(([id, some]) => [id, { likes: some.length, comments: 0 }])));
    for (const notice of await this.notices.gatheringOf([...perPost.keys()])) {
      const since = notice.extra.since ?? notice.at;
      const theirs = (perPost.get(notice.postId ?? '') ?? []).some(({ at }) => at >= since);
      if (theirs) await this.without(notice, personId);
    }
  }

  private async without(notice: Notice, personId: string): Promise<void> {
    if (notice.count <= 1) return this.tell.forget({ ids: [notice.id] });
    const peopleIds = notice.peopleIds.filter((id) => id !== personId);
    await this.notices.grow({ ...notice, count: notice.count - 1, peopleIds });
  }
}
