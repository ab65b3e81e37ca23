import { Injectable } from '@nestjs/common';
import { paginate } from '@visionary/kernel';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { type UserReaction, Reactions } from '../../domain/feedback/reactions.js';
import { type Review, Reviews } from '../../domain/feedback/reviews.js';

const PER_PAGE = 500;

/** What somebody said about models and gave them, page by page. */
@Injectable()
export class ExportFeedback {
  constructor(
    private readonly said: HubComments,
    private readonly reviewed: Reviews,
    private readonly given: Reactions,
  ) {}

  comments(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: StoredComment) => this.said.saidBy(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ id, modelId, parentId, text, at, editedAt, removed }) => ({
      ...{ id, modelId, ...(parentId !== null && { replyTo: parentId }), text, at: when(at) },
      ...(editedAt !== null && { editedAt: when(editedAt) }),
      ...(removed && { removedAt: when(removed.at) }),
    }));
  }

  reviews(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Review) => this.reviewed.by(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ modelId, stars, words, label, at, editedAt }) => ({
      ...{ modelId, stars, words, version: label, at: when(at) },
      ...(editedAt !== null && { editedAt: when(editedAt) }),
    }));
  }

  /** `to` is a model, a review or a comment. */
  reactions(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: UserReaction) => this.given.givenBy(userId, last ?? { targetId: '', emoji: '' }, PER_PAGE);
    return paginate(PER_PAGE, read, ({ targetId: to, emoji, at }) => ({ to, emoji, at: when(at) }));
  }
}

const when = (at: number): string => new Date(at).toISOString();
