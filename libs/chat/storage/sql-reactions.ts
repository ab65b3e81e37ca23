import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, isUniqueViolation } from '@visionary/platform/database';
import { type NamedReaction, Reactions, type StoredReaction } from '../domain/messages.js';
import type { ChatTables } from './tables.js';

@Injectable()
export class SqlReactions extends Reactions {
  constructor(private readonly database: Database) {
    super();
  }

  async give({ messageId, userId, emoji, at }: StoredReaction): Promise<void> {
    const row = { message_id: messageId, user_id: userId, emoji, at };
    try {
      await this.query.insertInto('message_reaction').values(row).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async takeBack({ messageId, userId, emoji }: Omit<StoredReaction, 'at'>): Promise<void> {
    await this.query
      .deleteFrom('message_reaction')
      .where('message_id', '=', messageId)
      .where('user_id', '=', userId)
      .where('emoji', '=', emoji)
      .execute();
  }

  async of(messageIds: readonly string[], namesAtMost: number): Promise<NamedReaction[]> {
    if (messageIds.length === 0) return [];
    const placed = this.query
      .selectFrom('message_reaction')
      .selectAll()
      .select(({ fn }) => [
        fn
          .countAll<number>()
          .over((over) => over.partitionBy(['message_id', 'emoji']))
          .as('given'),
        fn
          .agg<number>('row_number')
          .over((over) => over.partitionBy(['message_id', 'emoji']).orderBy('at').orderBy('user_id'))
          .as('place'),
      ])
      .where('message_id', 'in', messageIds)
      .as('placed');
    const rows = await this.query
      .selectFrom(placed)
      .selectAll()
      .where('place', '<=', namesAtMost)
      .orderBy('at')
      .orderBy('user_id')
      .orderBy('emoji')
      .execute();
    return rows.map((row) => ({ ...reactionOf(row), count: Number(row.given) }));
  }

  async page(
    messageId: string,
    emoji: string,
    after: Pick<StoredReaction, 'at' | 'userId'> | null,
    limit: number,
  ): Promise<StoredReaction[]> {
    let given = this.on(messageId).selectAll().where('emoji', '=', emoji);
    if (after) given = given.where(afterKeyset(['at', 'user_id'], [after.at, after.userId], 'asc'));
    return (await given.orderBy('at').orderBy('user_id').limit(limit).execute()).map(reactionOf);
  }

  async count(messageId: string, emoji: string): Promise<number> {
    const counted = this.on(messageId).select(({ fn }) => fn.countAll<number>().as('given'));
    return Number((await counted.where('emoji', '=', emoji).executeTakeFirstOrThrow()).given);
  }

  async emojiOn(messageId: string): Promise<string[]> {
    return (await this.on(messageId).select('emoji').distinct().execute()).map(({ emoji }) => emoji);
  }

  async givenBy(userId: string, messageIds: readonly string[]): Promise<{ messageId: string; emoji: string }[]> {
    if (messageIds.length === 0) return [];
    const mine = this.query
      .selectFrom('message_reaction')
      .select(['message_id', 'emoji'])
      .where('user_id', '=', userId);
    const rows = await mine.where('message_id', 'in', messageIds).execute();
    return rows.map(({ message_id: messageId, emoji }) => ({ messageId, emoji }));
  }

  async forget(messageId: string): Promise<void> {
    await this.query.deleteFrom('message_reaction').where('message_id', '=', messageId).execute();
  }

  private get query() {
    return this.database.query<ChatTables>();
  }

  private on(messageId: string) {
    return this.query.selectFrom('message_reaction').where('message_id', '=', messageId);
  }
}

const reactionOf = (row: ChatTables['message_reaction']): StoredReaction => ({
  messageId: row.message_id,
  userId: row.user_id,
  emoji: row.emoji,
  at: Number(row.at),
});
