import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { completeSaid, peopleIn } from '@visionary/kernel';
import {
  type Comment,
  CommentReactions,
  Comments,
  type Speaker,
  type StoredComment,
} from '../../domain/talk/comments.js';

/** Gives comments their names and reactions: two queries, however many they are, and one more for what a viewer does not see. */
@Injectable()
export class CompleteComments {
  constructor(
    private readonly comments: Comments,
    private readonly reactions: CommentReactions,
    private readonly people: People,
  ) {}

  /**
   * In the same order, all about one picture.
   * @param viewerId who sees them: of what stands beneath them is counted what this person sees; null: all of it
   */
  async run(stored: readonly StoredComment[], viewerId: string | null): Promise<Comment[]> {
    const unseen = await this.unseenBy(viewerId, stored);
    const given = await this.reactions.of(stored.filter(({ removed }) => !removed).map(({ id }) => id));
    const people = await this.people.byIds(stored.flatMap(peopleIn));
    const personOf = (id: string): Speaker => people.get(id) ?? { id, name: '' };
    return completeSaid(stored, { personOf, given, unseen });
  }

  private async unseenBy(
    viewerId: string | null,
    stored: readonly StoredComment[],
  ): Promise<ReadonlyMap<string, number>> {
    const answered = stored.filter(({ replies }) => replies > 0);
    if (viewerId === null || !answered[0]) return new Map();
    const ids = answered.map(({ id }) => id);
    const unheard = await this.comments.unheard(answered[0].postId, ids, [viewerId]);
    return new Map([...unheard].map(([id, byViewer]) => [id, byViewer.get(viewerId) ?? 0]));
  }

  /** What one person gave to these, by comment. */
  mine(personId: string, commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.reactions.by(personId, commentIds);
  }
}
