import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { Broadcast } from '@visionary/platform/realtime';
import { CommentReactions, Comments, type StoredComment } from '../../domain/talk/comments.js';
import { postChannel } from '../posts/channels.js';
import { CommentViews } from './comment-views.js';

/** This node's pages that have opened a picture. */
@Injectable()
export class CommentChannel {
  constructor(
    private readonly comments: Comments,
    private readonly reactions: CommentReactions,
    private readonly views: CommentViews,
    private readonly blocks: Blocks,
    private readonly broadcast: Broadcast,
  ) {}

  /** Whoever does not hear from the author of a comment is not told of it. */
  async tell(postId: string, commentIds: readonly string[], vanished: readonly StoredComment[]): Promise<void> {
    if (!this.broadcast.isHeardHere(postChannel(postId))) return;
    const stored = [...(await this.comments.byIds(commentIds)), ...vanished];
    const here = this.broadcast.peopleHere;
    for (const comment of await this.views.many(stored)) {
      const apart = await this.blocks.apart(comment.author.id, here);
      this.broadcast.toHere([postChannel(postId)], 'feed.commented', { comment }, [...apart]);
    }
  }

  async tellCounts(postId: string, commentId: string): Promise<void> {
    if (!this.broadcast.isHeardHere(postChannel(postId))) return;
    const reactions = [...((await this.reactions.of([commentId])).get(commentId) ?? [])];
    this.broadcast.toHere([postChannel(postId)], 'feed.commentCounted', { postId, commentId, reactions });
  }
}
