import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { Reactions, type StoredReaction } from '../domain/messages.js';
import type { ChatTables } from './tables.js';

@Injectable()
export class SqlReactions extends Reactions {
  constructor(private readonly database: Database) {
    super();
  }

  async give({ messageId, personId, emoji, at }: StoredReaction): Promise<void> {
    const row = { message_id: messageId, person_id: personId, emoji, at };
    try {
      await this.query.insertInto('reaction').values(row).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async takeBack({ messageId, personId, emoji }: Omit<StoredReaction, 'at'>): Promise<void> {
    await this.query
      .deleteFrom('reaction')
      .where('message_id', '=', messageId)
      .where('person_id', '=', personId)
      .where('emoji', '=', emoji)
      .execute();
  }

  async of(messageIds: readonly string[]): Promise<StoredReaction[]> {
    if (messageIds.length === 0) return [];
    const rows = await this.query
      .selectFrom('reaction')
      .selectAll()
      .where('message_id', 'in', messageIds)
      .orderBy('at')
      .orderBy('person_id')
      .orderBy('emoji')
      .execute();
    return rows.map((row) => ({ messageId: row.message_id, personId: row.person_id, emoji: row.emoji, at: row.at }));
  }

  private get query() {
    return this.database.query<ChatTables>();
  }
}
