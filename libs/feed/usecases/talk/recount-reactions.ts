import { Injectable } from '@nestjs/common';
import { Posts } from '../../domain/posts/posts.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { type Notice, Notices } from '../../domain/talk/notices.js';
import { PostReactions } from '../../domain/talk/post-reactions.js';
import { TellPeople } from './tell-people.js';

/** An unread notice of reactions says how many people gave them, of those from whom its reader hears. */
@Injectable()
export class RecountReactions {
  constructor(
    private readonly notices: Notices,
    private readonly reactions: PostReactions,
    private readonly posts: Posts,
    private readonly tell: TellPeople,
    private readonly limits: TalkLimits,
  ) {}

  /**
   * Inside the transaction that holds the post and has taken something back. What was given while it was not to be told stays
   * uncounted: it never says more than before.
   */
  lower(known: Notice): Promise<void> {
    return this.recount(known, known.count);
  }

  /** Inside the transaction in which two part, or come together again. A few statements for each notice that it concerns. */
  async between(personId: string, otherId: string): Promise<void> {
    const theirs = await this.notices.gatheringBy(personId, otherId);
    const others = await this.notices.gatheringBy(otherId, personId);
    for (const known of [...theirs, ...others]) {
      // Held, and read again: somebody else may have reacted meanwhile.
      if (known.postId === null || !(await this.posts.hold(known.postId)) || known.bundle === null) continue;
      const now = await this.notices.gathering(known.personId, known.bundle);
      if (now) await this.recount(now, Infinity);
    }
  }

  private async recount(known: Notice, atMost: number): Promise<void> {
    const { postId, personId, extra } = known;
    if (postId === null) return;
    const since = extra.since ?? known.at;
    const { count, ids } = await this.reactions.givers(postId, since, personId, this.limits.peopleNamed);
    if (count === 0) return this.tell.forget({ ids: [known.id] });
    const kinds = await this.reactions.kindsOf(postId);
    const emojis = (extra.emojis ?? []).filter((emoji) => kinds.has(emoji));
    await this.notices.grow({ ...known, count: Math.min(count, atMost), peopleIds: ids, extra: { ...extra, emojis } });
  }
}
