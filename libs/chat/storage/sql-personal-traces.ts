import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import { type UserNotification, type UserReaction, UserChatData } from '../domain/user-chat-data.js';
import type { ChatTables } from './tables.js';

@Injectable()
export class SqlPersonalTraces extends UserChatData {
  constructor(private readonly database: Database) {
    super();
  }

  async reactionsBy(
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

  async callsOf(userId: string, afterId: string, limit: number): Promise<UserNotification[]> {
    const rows = await this.sql
      .selectFrom('notification')
      .select(['id', 'kind', 'room_id', 'message_id', 'at', 'read_at'])
      .where('user_id', '=', userId)
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id, kind, room_id: roomId, message_id: messageId, at, read_at }) => {
      return { id, kind, roomId, messageId, at: Number(at), readAt: read_at === null ? null : Number(read_at) };
    });
  }

  private get sql() {
    return this.database.query<ChatTables>();
  }
}
