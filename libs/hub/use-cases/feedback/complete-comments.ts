import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { hydrateComments, userIdsIn } from '@visionary/kernel';
import { type Comment, HubComments, type Speaker, type StoredComment } from '../../domain/feedback/comments.js';
import { Reactions } from '../../domain/feedback/reactions.js';

/** Gives comments their names and reactions: two queries, however many they are, and one more for what a viewer does not see. */
@Injectable()
export class CompleteComments {
  constructor(
    private readonly comments: HubComments,
    private readonly reactions: Reactions,
    private readonly users: Users,
  ) {}

  /**
   * In the same order, all about one model.
   * @param viewerId who sees them: of what stands beneath them is counted what this user sees; null: all of it
   */
  async run(stored: readonly StoredComment[], viewerId: string | null): Promise<Comment[]> {
    const unseen = await this.unseenBy(viewerId, stored);
    const given = await this.reactions.of(stored.filter(({ removed }) => !removed).map(({ id }) => id));
    const users = await this.users.byIds(stored.flatMap(userIdsIn));
    const userOf = (id: string): Speaker => users.get(id) ?? { id, name: '' };
    return hydrateComments(stored, { userOf, given, unseen });
  }

  /** What one user gave to these, by comment. */
  mine(userId: string, commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.reactions.by(userId, commentIds);
  }

  private async unseenBy(
    viewerId: string | null,
    stored: readonly StoredComment[],
  ): Promise<ReadonlyMap<string, number>> {
    const answered = stored.filter(({ replies }) => replies > 0);
    if (viewerId === null || !answered[0]) return new Map();
    const ids = answered.map(({ id }) => id);
    const unheard = await this.comments.unheard(answered[0].modelId, ids, [viewerId]);
    return new Map([...unheard].map(([id, byViewer]) => [id, byViewer.get(viewerId) ?? 0]));
  }
}
