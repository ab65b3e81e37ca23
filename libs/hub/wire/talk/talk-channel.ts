import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { ReviewView } from '@visionary/contract';
import { Broadcast } from '@visionary/platform/realtime';
import { HubComments, type StoredComment } from '../../domain/talk/comments.js';
import { Reactions } from '../../domain/talk/reactions.js';
import { hubChannel } from '../channels.js';
import { SaidViews } from './said-views.js';

/** This node's pages that have opened a model. Whoever does not hear from an author is not told of what they say. */
@Injectable()
export class TalkChannel {
  constructor(
    private readonly comments: HubComments,
    private readonly reactions: Reactions,
    private readonly views: SaidViews,
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
    const here = this.broadcast.peopleHere;
    const answered = stored.filter(({ replies }) => replies > 0).map(({ id }) => id);
    const unheard = await this.comments.unheard(modelId, answered, here);
    for (const comment of await this.views.comments(stored)) {
      const apart = await this.blocks.apart(comment.author.id, here);
      const fewer = [...(unheard.get(comment.id) ?? [])].filter(([personId]) => !apart.has(personId));
      const others = [...apart, ...fewer.map(([personId]) => personId)];
      this.broadcast.toHere([hubChannel(modelId)], 'hub.commented', { comment }, others);
      // Pages of theirs that show something else pass over it.
      for (const [personId, count] of fewer) {
        const seen = { ...comment, replyCount: comment.replyCount - count };
        this.broadcast.toPersonHere(personId, 'hub.commented', { comment: seen });
      }
    }
  }

  /** @param review null: taken back */
  async tellReview(modelId: string, personId: string, review: ReviewView | null): Promise<void> {
    if (!this.isHeard(modelId)) return;
    const apart = await this.blocks.apart(personId, this.broadcast.peopleHere);
    const news = { modelId, personId, review, spread: await this.views.spread(modelId) };
    this.broadcast.toHere([hubChannel(modelId)], 'hub.reviewed', news, [...apart]);
  }

  async tellGiven(modelId: string, id: string): Promise<void> {
    if (!this.isHeard(modelId)) return;
    const reactions = [...((await this.reactions.of([id])).get(id) ?? [])];
    this.broadcast.toHere([hubChannel(modelId)], 'hub.saidCounted', { modelId, id, reactions });
  }

  private isHeard(modelId: string): boolean {
    return this.broadcast.isHeardHere(hubChannel(modelId));
  }
}
