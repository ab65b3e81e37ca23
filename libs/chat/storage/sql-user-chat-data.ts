import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';

export interface UserReaction {
  readonly messageId: string;
  readonly roomId: string;
  readonly emoji: string;
  readonly at: number;
}

/** Reactions of one user, for the export of their data. */
@Injectable()
export class SqlUserChatData {
  constructor(private readonly database: Database) {}

  /** Ordered by (messageId, emoji), after the last one of the previous page. */
  async reactions(
    userId: string,
    after: Pick<UserReaction, 'messageId' | 'emoji'>,
    limit: number,
  ): Promise<UserReaction[]> {
    const rows = await this.database
      .selectFrom('reaction')
      .innerJoin('message', 'message.id', 'reaction.subject_id')
      .select(['reaction.subject_id', 'message.room_id', 'reaction.emoji', 'reaction.at'])
      .where('reaction.user_id', '=', userId)
      .where('reaction.subject_kind', '=', 'message')
      .where(afterKeyset(['reaction.subject_id', 'reaction.emoji'], [after.messageId, after.emoji], 'asc'))
      .orderBy('reaction.subject_id')
      .orderBy('reaction.emoji')
      .limit(limit)
      .execute();
    return rows.map(({ subject_id: messageId, room_id: roomId, emoji, at }) => {
      return { messageId, roomId, emoji, at: Number(at) };
    });
  }
}
