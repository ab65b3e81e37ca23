import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { type Comment, CommentReactions, type Speaker, type StoredComment } from '../../domain/talk/comments.js';

/** Gives comments their names and reactions: two queries, however many they are. */
@Injectable()
export class CompleteComments {
  constructor(
    private readonly reactions: CommentReactions,
    private readonly people: People,
  ) {}

  /** In the same order. */
  async run(stored: readonly StoredComment[]): Promise<Comment[]> {
    const given = await this.reactions.of(stored.filter(({ removed }) => !removed).map(({ id }) => id));
    const people = await this.people.byIds(stored.flatMap(peopleIn));
    const personOf = (id: string): Speaker => people.get(id) ?? { id, name: '' };
    return stored.map(({ authorId, mentionIds, editedAt, removed, replies, ...comment }) => ({
      ...comment,
      author: personOf(authorId),
      mentions: mentionIds.map(personOf),
      ...(editedAt !== null && !removed && { editedAt }),
      ...(removed && { removed: { by: personOf(removed.byId), at: removed.at } }),
      reactions: given.get(comment.id) ?? [],
      replyCount: replies,
    }));
  }

  /** What one person gave to these, by comment. */
  mine(personId: string, commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.reactions.by(personId, commentIds);
  }
}

const peopleIn = ({ authorId, mentionIds, removed }: StoredComment): string[] =>
  [authorId, ...mentionIds, removed?.byId].filter((id) => id !== undefined);
