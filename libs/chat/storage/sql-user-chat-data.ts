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
    const rows = await this.sql
      .selectFrom('message_reaction')
      .innerJoin('message', 'message.id', 'message_reaction.message_id')
      .select(['message_reaction.message_id', 'message.room_id', 'message_reaction.emoji', 'message_reaction.at'])
      .where('message_reaction.user_id', '=', userId)
      .where(
        afterKeyset(['message_reaction.message_id', 'message_reaction.emoji'], [after.messageId, after.emoji], 'asc'),
      )
      .orderBy('message_reaction.message_id')
      .orderBy('message_reaction.emoji')
      .limit(limit)
      .execute();
    return rows.map(({ message_id: messageId, room_id: roomId, emoji, at }) => {
      return { messageId, roomId, emoji, at: Number(at) };
    });
  }

  private get sql() {
    return this.database.query();
  }
}
