import { Injectable } from '@nestjs/common';
import { inPages } from '@visionary/kernel';
import { HubComments, type StoredComment } from '../../domain/talk/comments.js';
import { type GivenBy, Reactions } from '../../domain/talk/reactions.js';
import { type Review, Reviews } from '../../domain/talk/reviews.js';

const PER_PAGE = 500;

/** What somebody said about models and gave them, page by page. */
@Injectable()
export class ExportTalk {
  constructor(
    private readonly said: HubComments,
    private readonly reviewed: Reviews,
    private readonly given: Reactions,
  ) {}

  comments(personId: string): AsyncIterable<readonly object[]> {
    const read = (last?: StoredComment) => this.said.saidBy(personId, last?.id ?? '', PER_PAGE);
    return inPages(PER_PAGE, read, ({ id, modelId, parentId, text, at, editedAt, removed }) => ({
      ...{ id, modelId, ...(parentId !== null && { replyTo: parentId }), text, at: when(at) },
      ...(editedAt !== null && { editedAt: when(editedAt) }),
      ...(removed && { removedAt: when(removed.at) }),
    }));
  }

  reviews(personId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Review) => this.reviewed.by(personId, last?.id ?? '', PER_PAGE);
    return inPages(PER_PAGE, read, ({ modelId, stars, words, label, at, editedAt }) => ({
      ...{ modelId, stars, words, version: label, at: when(at) },
      ...(editedAt !== null && { editedAt: when(editedAt) }),
    }));
  }

  /** `to` is a model, a review or a comment. */
  reactions(personId: string): AsyncIterable<readonly object[]> {
    const read = (last?: GivenBy) => this.given.givenBy(personId, last ?? { targetId: '', emoji: '' }, PER_PAGE);
    return inPages(PER_PAGE, read, ({ targetId: to, emoji, at }) => ({ to, emoji, at: when(at) }));
  }
}

const when = (at: number): string => new Date(at).toISOString();
