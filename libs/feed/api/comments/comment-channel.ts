import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { Broadcast } from '@visionary/platform/realtime';
import { CommentReactions, Comments, type StoredComment } from '../../domain/comments/comments.js';
import { postChannel } from '../posts/channels.js';
import { CommentViews } from './comment-views.js';

/** This node's pages that have opened an image. */
@Injectable()
export class CommentChannel {
  constructor(
    private readonly comments: Comments,
    private readonly reactions: CommentReactions,
    private readonly views: CommentViews,
    private readonly blocks: Blocks,
    private readonly broadcast: Broadcast,
  ) {}

  /** Whoever does not hear from the author of a comment is not told of it; those beneath it are counted as each sees them. */
  async tell(postId: string, commentIds: readonly string[], vanished: readonly StoredComment[]): Promise<void> {
    if (!this.broadcast.hasLocalListeners(postChannel(postId))) return;
    const stored = [...(await this.comments.byIds(commentIds)), ...vanished];
    const here = this.broadcast.usersHere;
    const answered = stored.filter(({ replies }) => replies > 0).map(({ id }) => id);
    const unheard = await this.comments.blockedReplyCounts(postId, answered, here);
    for (const comment of await this.views.many(stored)) {
      const apart = await this.blocks.blockedAmong(comment.author.id, here);
      const fewer = [...(unheard.get(comment.id) ?? [])].filter(([userId]) => !apart.has(userId));
      const others = [...apart, ...fewer.map(([userId]) => userId)];
      this.broadcast.toHere([postChannel(postId)], 'feed.commentChanged', { comment }, others);
      // Pages of theirs that show something else pass over it.
      for (const [userId, count] of fewer) {
        const seen = { ...comment, replyCount: comment.replyCount - count };
        this.broadcast.toUserHere(userId, 'feed.commentChanged', { comment: seen });
      }
    }
  }

  async tellCounts(postId: string, commentId: string): Promise<void> {
    if (!this.broadcast.hasLocalListeners(postChannel(postId))) return;
    const reactions = [...((await this.reactions.of([commentId])).get(commentId) ?? [])];
    this.broadcast.toHere([postChannel(postId)], 'feed.commentReactionsChanged', { postId, commentId, reactions });
  }
}
