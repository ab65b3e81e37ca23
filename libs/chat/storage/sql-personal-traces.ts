import { Injectable } from '@nestjs/common';
import { comesAfter, Database } from '@visionary/platform/database';
import { type Call, type GivenReaction, PersonalTraces } from '../domain/personal-traces.js';
import type { ChatTables } from './tables.js';

@Injectable()
export class SqlPersonalTraces extends PersonalTraces {
  constructor(private readonly database: Database) {
    super();
  }

  async reactionsBy(
    personId: string,
    after: Pick<GivenReaction, 'messageId' | 'emoji'>,
    limit: number,
  ): Promise<GivenReaction[]> {
    const rows = await this.sql
      .selectFrom('reaction')
      .innerJoin('message', 'message.id', 'reaction.message_id')
      .select(['reaction.message_id', 'message.room_id', 'reaction.emoji', 'reaction.at'])
      .where('reaction.person_id', '=', personId)
      .where(comesAfter(['reaction.message_id', 'reaction.emoji'], [after.messageId, after.emoji], 'asc'))
      .orderBy('reaction.message_id')
      .orderBy('reaction.emoji')
      .limit(limit)
      .execute();
    return rows.map(({ message_id: messageId, room_id: roomId, emoji, at }) => {
      return { messageId, roomId, emoji, at: Number(at) };
    });
  }

  async callsOf(personId: string, afterId: string, limit: number): Promise<Call[]> {
    const rows = await this.sql
      .selectFrom('notification')
      .select(['id', 'kind', 'room_id', 'message_id', 'at', 'read_at'])
      .where('person_id', '=', personId)
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
