import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { postCacheTag, commentsCacheTag } from '../../domain/posts/subjects.js';
import { CommentReactions, Comments } from '../../domain/comments/comments.js';
import { DeleteComments } from './delete-comments.js';
import { DeleteReactions } from './delete-reactions.js';

const AT_ONCE = 200;

/** Inside the transaction in which somebody leaves: what they said and gave is nowhere any more, and counts are as without it. */
@Injectable()
export class DeleteUserComments {
  constructor(
    private readonly comments: Comments,
    private readonly given: CommentReactions,
    private readonly erase: DeleteComments,
    private readonly reactions: DeleteReactions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param at ms since 1970 */
  async run(userId: string, at: number): Promise<void> {
    const postIds = new Set([...(await this.reactions.postsOf(userId)), ...(await this.comments.postsOf(userId))]);
    this.unitOfWork.invalidate(
      ...[...postIds].map(postCacheTag),
      ...(await this.given.postsOf(userId)).map(commentsCacheTag),
    );
    await this.given.forgetUser(userId);
    await this.reactions.run(userId);
    await this.eraseAll(userId, at);
    for (const postId of postIds) this.unitOfWork.publish(new PostCountsChanged(postId));
  }

  private async eraseAll(userId: string, at: number): Promise<void> {
    for (let after = '', more = true; more;) {
      const page = await this.comments.saidBy(userId, after, AT_ONCE);
      await this.erase.run(
        page.filter(({ removed }) => !removed),
        userId,
        at,
      );
      more = page.length === AT_ONCE;
      after = page.at(-1)?.id ?? after;
    }
  }
}
