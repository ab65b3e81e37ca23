import { Injectable } from '@nestjs/common';
import { Acquaintances, NewAccounts } from '@visionary/accounts';
import { type CommentSubject, LIMITS } from '@visionary/contract';
import { mentionsIn } from '@visionary/kernel';
import { SubjectKinds } from '../domain/subject-kinds.js';
import { CommentMentionLimit } from '../storage/comment-mention-limit.js';
import { CommentsRepository } from '../storage/comments.repository.js';

export interface MentioningText {
  readonly authorId: string;
  readonly subject: CommentSubject;
  readonly text: string;
  /** The comment it replies to. */
  readonly parentId?: string | undefined;
  /** Users whom an earlier text of the comment mentions. */
  readonly previousIds?: readonly string[];
}

/**
 * Whom the mentions in a comment notify: users who know its author, whose work it is about, or who have commented there. Mentions
 * of others are only text.
 */
@Injectable()
export class MentionAudience {
  constructor(
    private readonly acquaintances: Acquaintances,
    private readonly newAccounts: NewAccounts,
    private readonly kinds: SubjectKinds,
    private readonly comments: CommentsRepository,
    private readonly limit: CommentMentionLimit,
  ) {}

  /** Counts against the daily limit of the author. Never call it inside a transaction: the counter may be in Redis. */
  async of({ authorId, subject, text, parentId, previousIds = [] }: MentioningText): Promise<ReadonlySet<string>> {
    const { users } = mentionsIn(text, LIMITS.mentionsPerMessage);
    const mentionedIds = users.filter((id) => id !== authorId && !previousIds.includes(id));
    const audience = new Set<string>();
    const commentable = mentionedIds.length > 0 ? await this.kinds.find(subject) : null;
    if (!commentable) return audience;
    const parent = parentId === undefined ? null : await this.comments.byId(parentId);
    // The comment notifies them anyway, so they don't count.
    const expected = new Set([commentable.ownerId, parent?.authorId]);
    const involved = new Set([
      ...(commentable.participantIds ?? []),
      ...(await this.acquaintances.whoKnow(authorId, mentionedIds)),
      ...(await this.comments.authorsAmong(subject, mentionedIds)),
    ]);
    const isNew = await this.newAccounts.has(authorId);
    for (const id of mentionedIds) {
      if (expected.has(id) || (involved.has(id) && (await this.limit.spend(authorId, isNew)))) audience.add(id);
    }
    return audience;
  }
}
