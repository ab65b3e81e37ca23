import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ParticipantLocks } from '@visionary/accounts';
import type { CommentSubject, EmojiCount, ReactionSubject } from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { ReactionsChanged, ReactionsDeleted } from '../domain/events.js';
import { HEART, requireEmoji, requireEmojiLimit, type StoredReaction } from '../domain/reaction.js';
import { commentsCacheTag, type CountChange, type NestedKind, SubjectKinds } from '../domain/subject-kinds.js';
import { CommentsRepository } from '../storage/comments.repository.js';
import { ReactionsRepository } from '../storage/reactions.repository.js';

const BATCH_SIZE = 200;

type Kind = ReactionSubject['kind'];

/** Emoji reactions to subjects, comments, and what else slices register. */
@Injectable()
export class ReactionsService implements NestedKind, OnModuleInit {
  readonly kind = 'comment';

  constructor(
    private readonly reactions: ReactionsRepository,
    private readonly comments: CommentsRepository,
    private readonly kinds: SubjectKinds,
    private readonly participants: ParticipantLocks,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.kinds.addNested(this);
  }

  /**
   * Adds or removes a reaction. Repeating it changes nothing.
   * @returns the user's reactions to the target, oldest first
   * @throws Rejection COMMENTS_INVALID_EMOJI, COMMENTS_TOO_MANY_REACTIONS { limit }, UNAUTHENTICATED, and as the kind for an
   *   unknown target
   */
  async react(command: {
    readonly target: ReactionSubject;
    readonly userId: string;
    readonly emoji: string;
    readonly on: boolean;
  }): Promise<string[]> {
    const { target, userId, emoji, on } = command;
    const { kind, id: subjectId } = target;
    requireEmoji(emoji);
    const subject = await this.kinds.subjectOf(target);
    const work = async () => {
      await this.participants.lock(userId, []);
      const { ownerId } = await this.kinds.hold(subject, userId);
      // Read again under the lock.
      await this.kinds.subjectOf(target);
      const previous = (await this.reactions.reactionsBy(kind, userId, [subjectId])).get(subjectId) ?? [];
      const existing = previous.find((one) => one.emoji === emoji);
      const emojis = previous.map((one) => one.emoji);
      if ((existing !== undefined) === on) return emojis;
      const reaction = existing ?? { subjectId, userId, emoji, at: this.participants.now() };
      if (existing) await this.reactions.remove(kind, [existing]);
      else {
        requireEmojiLimit(await this.countsFor(target), emoji);
        await this.reactions.add(kind, reaction);
      }
      await this.count(kind, [reaction], on ? 1 : -1);
      this.unitOfWork.publish(new ReactionsChanged(target, subject, ownerId, reaction, previous, on));
      return existing ? emojis.filter((one) => one !== emoji) : [...emojis, emoji];
    };
    const tags = kind === subject.kind ? this.kinds.cacheTagsOf(subject) : [commentsCacheTag(subject)];
    return this.unitOfWork.run(work, tags);
  }

  /** The most frequent emoji first. */
  async countsFor({ kind, id }: ReactionSubject): Promise<EmojiCount[]> {
    return (await this.countsOf(kind, [id])).get(id) ?? [];
  }

  /** The most frequent emoji first, by target. Targets without reactions are absent. One query. */
  countsOf(kind: Kind, ids: readonly string[]): Promise<ReadonlyMap<string, EmojiCount[]>> {
    return this.reactions.countsOf(kind, ids);
  }

  /** One user's emoji by target, oldest first. One query. */
  async emojisBy(kind: Kind, userId: string, ids: readonly string[]): Promise<Record<string, string[]>> {
    return Object.fromEntries(await this.reactions.emojisBy(kind, userId, ids));
  }

  /** Deletes a user's reactions to one kind of target and corrects all counts, inside the transaction that deletes the account. */
  async deleteOfUser(kind: Kind, userId: string): Promise<void> {
    for (;;) {
      const page = await this.reactions.ofUser(kind, userId, { subjectId: '', emoji: '' }, BATCH_SIZE);
      if (page.length === 0) return;
      this.unitOfWork.invalidate(...(await this.cacheTagsOf(kind, [...new Set(page.map((one) => one.subjectId))])));
      await this.reactions.remove(kind, page);
      await this.count(kind, page, -1);
      this.unitOfWork.publish(new ReactionsDeleted(kind, page));
    }
  }

  async subjectOf(commentId: string): Promise<CommentSubject> {
    const comment = await this.comments.byId(commentId);
    if (!comment) throw new Rejection('COMMENTS_NOT_FOUND');
    if (comment.removed) throw new Rejection('COMMENTS_DELETED');
    return comment.subject;
  }

  private async cacheTagsOf(kind: Kind, ids: readonly string[]): Promise<string[]> {
    if (kind === 'comment') return (await this.comments.byIds(ids)).map(({ subject }) => commentsCacheTag(subject));
    return kind === 'review' ? [] : ids.flatMap((id) => this.kinds.cacheTagsOf({ kind, id }));
  }

  private async count(kind: Kind, reactions: readonly StoredReaction[], sign: 1 | -1): Promise<void> {
    if (kind === 'comment' || kind === 'review') return;
    const perSubject = Map.groupBy(reactions, ({ subjectId }) => subjectId);
    const changes = [...perSubject].map(([id, group]): [string, CountChange] => {
      const hearts = group.filter(({ emoji }) => emoji === HEART).length;
      return [id, { reactions: sign * group.length, hearts: sign * hearts }];
    });
    await this.kinds.of(kind).count(new Map(changes));
  }
}
