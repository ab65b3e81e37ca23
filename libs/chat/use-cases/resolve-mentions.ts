import { Injectable } from '@nestjs/common';
import { mentionsIn } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author } from '../domain/message.js';
import { type Recipient, RoomDirectory } from '../domain/room-directory.js';

export interface ResolvedMentions {
  /** In the order of the text; only those who may see the room. */
  readonly users: readonly Recipient[];
  readonly everybody: boolean;
}

/** Whom a text calls. */
@Injectable()
export class ResolveMentions {
  constructor(
    private readonly roomDirectory: RoomDirectory,
    private readonly users: Users,
    private readonly limits: ChatLimits,
  ) {}

  async run(roomId: string, authorId: string, text: string): Promise<ResolvedMentions> {
    const { users: ids, mentionsRoom } = mentionsIn(text, this.limits.mentionsPerMessage);
    const hearers = await this.roomDirectory.recipientsAmong(roomId, authorId, ids);
    const known = new Map(hearers.map((hearer) => [hearer.userId, hearer]));
    return { users: ids.map((id) => known.get(id)).filter((hearer) => hearer !== undefined), everybody: mentionsRoom };
  }

  /** As others see them, in the same order; no query where nobody is called. */
  async names({ users }: ResolvedMentions): Promise<Author[]> {
    if (users.length === 0) return [];
    const ids = users.map(({ userId }) => userId);
    const known = await this.users.byIds(ids);
    return ids.map((id) => known.get(id) ?? deletedUser(id));
  }
}
