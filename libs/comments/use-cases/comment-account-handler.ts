import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, PersonalDataExporters } from '@visionary/accounts';
import { COMMENT_SUBJECT_KINDS, type CommentSubjectKind } from '@visionary/contract';
import { DomainEvents, paginate, isoTime } from '@visionary/kernel';
import type { ReactionTarget, StoredReaction } from '../domain/reaction.js';
import { CommentsRepository } from '../storage/comments.repository.js';
import { ReactionsRepository } from '../storage/reactions.repository.js';
import { ReactionsService } from './reactions.service.js';

const PAGE_SIZE = 500;
/** Reactions to messages are exported with their rooms. */
const REACTION_KINDS = ['post', 'model', 'comment', 'review'] as const;

/**
 * Exports a user's comments and reactions, and deletes reactions to comments with the account. The slices that own the subjects
 * delete what belongs to them, because they lock their subjects in the lock order.
 */
@Injectable()
export class CommentAccountHandler implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly comments: CommentsRepository,
    private readonly reactions: ReactionsRepository,
    private readonly reactionsService: ReactionsService,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('comments/comments.json', (userId) => this.exportComments(userId));
    this.exporters.addList('comments/reactions.json', (userId) => this.exportReactions(userId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.reactionsService.deleteOfUser('comment', userId));
  }

  private async *exportComments(userId: string): AsyncIterable<readonly object[]> {
    for (const kind of COMMENT_SUBJECT_KINDS) yield* this.commentsOn(kind, userId);
  }

  private async *exportReactions(userId: string): AsyncIterable<readonly object[]> {
    for (const kind of REACTION_KINDS) yield* this.reactionsTo(kind, userId);
  }

  private commentsOn(kind: CommentSubjectKind, userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: { id: string }) => this.comments.ofAuthor(kind, userId, last?.id ?? '', PAGE_SIZE);
    return paginate(PAGE_SIZE, read, ({ id, subject, parentId, text, at, editedAt, removed }) => ({
      id,
      subject,
      ...(parentId !== null && { replyTo: parentId }),
      text,
      at: isoTime(at),
      ...(editedAt !== null && { editedAt: isoTime(editedAt) }),
      ...(removed && { removedAt: isoTime(removed.at) }),
    }));
  }

  private reactionsTo(kind: ReactionTarget['kind'], userId: string): AsyncIterable<readonly object[]> {
    const start = { subjectId: '', emoji: '' };
    const read = (last?: StoredReaction) => this.reactions.ofUser(kind, userId, last ?? start, PAGE_SIZE);
    return paginate(PAGE_SIZE, read, ({ subjectId: id, emoji, at }) => ({
      subject: { kind, id },
      emoji,
      at: isoTime(at),
    }));
  }
}
