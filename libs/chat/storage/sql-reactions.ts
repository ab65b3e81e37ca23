import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, isUniqueViolation, type Tables } from '@visionary/platform/database';
import type { NamedReaction, StoredReaction } from '../domain/message.js';

/** Reactions on messages. */
@Injectable()
export class SqlReactions {
  constructor(private readonly database: Database) {}

  /** Adding the same reaction twice changes nothing. */
  async add({ messageId, userId, emoji, at }: StoredReaction): Promise<void> {
    const row = { message_id: messageId, user_id: userId, emoji, at };
    try {
      await this.query.insertInto('message_reaction').values(row).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async remove({ messageId, userId, emoji }: Omit<StoredReaction, 'at'>): Promise<void> {
    await this.query
      .deleteFrom('message_reaction')
      .where('message_id', '=', messageId)
      .where('user_id', '=', userId)
      .where('emoji', '=', emoji)
      .execute();
  }

  /** @returns the first `maxNames` reactions of each emoji and message, oldest first */
  async of(messageIds: readonly string[], maxNames: number): Promise<NamedReaction[]> {
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
      .where('place', '<=', maxNames)
      .orderBy('at')
      .orderBy('user_id')
      .orderBy('emoji')
      .execute();
    return rows.map((row) => ({ ...reactionOf(row), count: Number(row.given) }));
  }

  /** @returns reactions with one emoji after (at, userId), oldest first */
  async page(
    messageId: string,
    emoji: string,
    after: Pick<StoredReaction, 'at' | 'userId'> | null,
    limit: number,
  ): Promise<StoredReaction[]> {
    let rows = this.on(messageId).selectAll().where('emoji', '=', emoji);
    if (after) rows = rows.where(afterKeyset(['at', 'user_id'], [after.at, after.userId], 'asc'));
    return (await rows.orderBy('at').orderBy('user_id').limit(limit).execute()).map(reactionOf);
  }

  async count(messageId: string, emoji: string): Promise<number> {
    const counted = this.on(messageId).select(({ fn }) => fn.countAll<number>().as('given'));
    return Number((await counted.where('emoji', '=', emoji).executeTakeFirstOrThrow()).given);
  }

  /** @returns the distinct emoji on a message */
  async emojiOn(messageId: string): Promise<string[]> {
    return (await this.on(messageId).select('emoji').distinct().execute()).map(({ emoji }) => emoji);
  }

  /** @returns which emoji a user gave to these messages */
  async ofUser(userId: string, messageIds: readonly string[]): Promise<{ messageId: string; emoji: string }[]> {
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
    return this.database.query();
  }

  private on(messageId: string) {
    return this.query.selectFrom('message_reaction').where('message_id', '=', messageId);
  }
}

const reactionOf = (row: Tables['message_reaction']): StoredReaction => ({
  messageId: row.message_id,
  userId: row.user_id,
  emoji: row.emoji,
  at: Number(row.at),
});
