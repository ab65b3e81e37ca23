import { Injectable } from '@nestjs/common';
import { ParticipantLocks } from '@visionary/accounts';
import type { CommentSubject, EmojiCount } from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { ReactionsChanged } from '../domain/events.js';
import { type ReactionTarget, requireEmoji, requireEmojiLimit } from '../domain/reaction.js';
import { commentsCacheTag, SubjectKinds } from '../domain/subject-kinds.js';
import { CommentsRepository } from '../storage/comments.repository.js';
import { ReactionsRepository } from '../storage/reactions.repository.js';

const BATCH_SIZE = 200;

/** Emoji reactions. */
@Injectable()
export class ReactionsService {
  constructor(
    private readonly reactions: ReactionsRepository,
    private readonly comments: CommentsRepository,
    private readonly kinds: SubjectKinds,
    private readonly participants: ParticipantLocks,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Adds or removes a reaction. Repeating it changes nothing.
   * @returns the user's reactions to the target, oldest first
   * @throws Rejection COMMENTS_INVALID_EMOJI, COMMENTS_NOT_FOUND, COMMENTS_DELETED, COMMENTS_TOO_MANY_REACTIONS { limit },
   *   UNAUTHENTICATED
   */
  async react(command: {
    readonly target: ReactionTarget;
    readonly userId: string;
    readonly emoji: string;
    readonly on: boolean;
  }): Promise<string[]> {
    const { target, userId, emoji, on } = command;
    const { kind, id: subjectId } = target;
    requireEmoji(emoji);
    const subject = await this.subjectOf(target);
    const work = async () => {
      const { at } = await this.participants.run(userId, []);
      await this.kinds.hold(subject, userId);
      // Read again under the lock.
      await this.subjectOf(target);
      const before = (await this.reactions.by(kind, userId, [subjectId])).get(subjectId) ?? [];
      const given = before.find((one) => one.emoji === emoji);
      const mine = before.map((one) => one.emoji);
      if ((given !== undefined) === on) return mine;
      if (given) await this.reactions.remove(kind, [given]);
      else {
        requireEmojiLimit(await this.countsOf(target), emoji);
        await this.reactions.add(kind, { subjectId, userId, emoji, at });
      }
      this.unitOfWork.publish(new ReactionsChanged(target, subject));
      return given ? mine.filter((one) => one !== emoji) : [...mine, emoji];
    };
    return this.unitOfWork.run(work, [commentsCacheTag(subject)]);
  }

  /** The most frequent emoji first. */
  async countsOf({ kind, id }: ReactionTarget): Promise<EmojiCount[]> {
    return (await this.reactions.countsOf(kind, [id])).get(id) ?? [];
  }

  /** Deletes a user's reactions to comments inside the transaction that deletes the account. */
  async deleteOfUser(userId: string): Promise<void> {
    for (;;) {
      const page = await this.reactions.ofUser('comment', userId, { subjectId: '', emoji: '' }, BATCH_SIZE);
      if (page.length === 0) return;
      const comments = await this.comments.byIds([...new Set(page.map(({ subjectId }) => subjectId))]);
      this.unitOfWork.invalidate(...comments.map(({ subject }) => commentsCacheTag(subject)));
      await this.reactions.remove('comment', page);
    }
  }

  private async subjectOf({ id }: ReactionTarget): Promise<CommentSubject> {
    const comment = await this.comments.byId(id);
    if (!comment) throw new Rejection('COMMENTS_NOT_FOUND');
    if (comment.removed) throw new Rejection('COMMENTS_DELETED');
    return comment.subject;
  }
}
