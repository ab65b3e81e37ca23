import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { ReviewView } from '@visionary/contract';
import { Broadcast } from '@visionary/platform/realtime';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { Reactions } from '../../domain/feedback/reactions.js';
import { hubChannel } from '../channels.js';
import { FeedbackPresenter } from './feedback-presenter.js';

/** This node's pages that have opened a model. Whoever does not hear from an author is not told of what they say. */
@Injectable()
export class FeedbackChannel {
  constructor(
    private readonly comments: HubComments,
    private readonly reactions: Reactions,
    private readonly views: FeedbackPresenter,
    private readonly blocks: Blocks,
    private readonly broadcast: Broadcast,
  ) {}

  /** Those beneath a comment are counted as each sees them. */
  async tellComments(
    modelId: string,
    commentIds: readonly string[],
    vanished: readonly StoredComment[],
  ): Promise<void> {
    if (!this.isHeard(modelId)) return;
    const stored = [...(await this.comments.byIds(commentIds)), ...vanished];
    const here = this.broadcast.usersHere;
    const answered = stored.filter(({ replies }) => replies > 0).map(({ id }) => id);
    const unheard = await this.comments.unheard(modelId, answered, here);
    for (const comment of await this.views.comments(stored)) {
      const apart = await this.blocks.blockedAmong(comment.author.id, here);
      const fewer = [...(unheard.get(comment.id) ?? [])].filter(([userId]) => !apart.has(userId));
      const others = [...apart, ...fewer.map(([userId]) => userId)];
      this.broadcast.toHere([hubChannel(modelId)], 'hub.commentChanged', { comment }, others);
      // Pages of theirs that show something else pass over it.
      for (const [userId, count] of fewer) {
        const seen = { ...comment, replyCount: comment.replyCount - count };
        this.broadcast.toUserHere(userId, 'hub.commentChanged', { comment: seen });
      }
    }
  }

  /** @param review null: taken back */
  async tellReview(modelId: string, userId: string, review: ReviewView | null): Promise<void> {
    if (!this.isHeard(modelId)) return;
    const apart = await this.blocks.blockedAmong(userId, this.broadcast.usersHere);
    const news = { modelId, userId, review, spread: await this.views.spread(modelId) };
    this.broadcast.toHere([hubChannel(modelId)], 'hub.reviewChanged', news, [...apart]);
  }

  async tellGiven(modelId: string, id: string): Promise<void> {
    if (!this.isHeard(modelId)) return;
    const reactions = [...((await this.reactions.of([id])).get(id) ?? [])];
    this.broadcast.toHere([hubChannel(modelId)], 'hub.feedbackReactionsChanged', { modelId, id, reactions });
  }

  private isHeard(modelId: string): boolean {
    return this.broadcast.hasLocalListeners(hubChannel(modelId));
  }
}
