import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PostCountsMoved } from '../../domain/posts/events.js';
import { postSubject, talkSubject } from '../../domain/posts/subjects.js';
import { CommentReactions, Comments } from '../../domain/talk/comments.js';
import { EraseComments } from './erase-comments.js';
import { ForgetReactions } from './forget-reactions.js';

const AT_ONCE = 200;

/** Inside the transaction in which somebody leaves: what they said and gave is nowhere any more, and counts are as without it. */
@Injectable()
export class ForgetTalk {
  constructor(
    private readonly comments: Comments,
    private readonly given: CommentReactions,
    private readonly erase: EraseComments,
    private readonly reactions: ForgetReactions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param at ms since 1970 */
  async run(personId: string, at: number): Promise<void> {
    const postIds = new Set([...(await this.reactions.postsOf(personId)), ...(await this.comments.postsOf(personId))]);
    this.unitOfWork.touch(...[...postIds].map(postSubject), ...(await this.given.postsOf(personId)).map(talkSubject));
    await this.given.forgetPerson(personId);
    await this.reactions.run(personId);
    await this.eraseAll(personId, at);
    for (const postId of postIds) this.unitOfWork.announce(new PostCountsMoved(postId));
  }

  private async eraseAll(personId: string, at: number): Promise<void> {
    for (let after = '', more = true; more;) {
      const page = await this.comments.saidBy(personId, after, AT_ONCE);
      await this.erase.run(
        page.filter(({ removed }) => !removed),
        personId,
        at,
      );
      more = page.length === AT_ONCE;
      after = page.at(-1)?.id ?? after;
    }
  }
}
