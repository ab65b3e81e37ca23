import { Injectable } from '@nestjs/common';
import type { EmojiCount } from '@visionary/contract';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import { sql, type SqlBool } from 'kysely';
import type { ReactionTarget, StoredReaction } from '../domain/reaction.js';

type Kind = ReactionTarget['kind'];

/** (subject, emoji) pairs in one condition. */
const BATCH_SIZE = 200;

const reactionOf = (row: Row<'reaction'>): StoredReaction => ({
  subjectId: row.subject_id,
  userId: row.user_id,
  emoji: row.emoji,
  at: Number(row.at),
});

/** Reactions to anything, with a counter per emoji. Writes run inside a transaction that locks the subject. */
@Injectable()
export class ReactionsRepository {
  constructor(private readonly database: Database) {}

  /** Adds a reaction that the user hasn't given. */
  async add(kind: Kind, { subjectId, userId, emoji, at }: StoredReaction): Promise<void> {
    const subject = { subject_kind: kind, subject_id: subjectId };
    await this.query
      .insertInto('reaction')
      .values({ ...subject, user_id: userId, emoji, at })
      .execute();
    const counted = this.query.updateTable('reaction_count').set((row) => ({ count: row('count', '+', 1) }));
    const raised = counted.where('subject_kind', '=', kind).where('subject_id', '=', subjectId);
    if ((await raised.where('emoji', '=', emoji).executeTakeFirst()).numUpdatedRows > 0n) return;
    await this.query
      .insertInto('reaction_count')
      .values({ ...subject, emoji, count: 1 })
      .execute();
  }

  /** Removes existing reactions of one user. */
  async remove(kind: Kind, reactions: readonly StoredReaction[]): Promise<void> {
    for (let from = 0; from < reactions.length; from += BATCH_SIZE) {
      const some = reactions.slice(from, from + BATCH_SIZE);
      const ids = [...new Set(some.map(({ subjectId }) => subjectId))];
      const theirs = sql<SqlBool>`(${sql.join(
        some.map(({ subjectId, emoji }) => sql`(subject_id = ${subjectId} and emoji = ${emoji})`),
        sql` or `,
      )})`;
      const counts = this.query.updateTable('reaction_count').set((row) => ({ count: row('count', '-', 1) }));
      await counts.where('subject_kind', '=', kind).where(theirs).execute();
      const unused = this.query.deleteFrom('reaction_count').where('subject_kind', '=', kind).where('count', '<=', 0);
      await unused.where('subject_id', 'in', ids).execute();
      const given = this.query.deleteFrom('reaction').where('subject_kind', '=', kind).where(theirs);
      await given.where('user_id', '=', some[0]?.userId ?? '').execute();
    }
  }

  /** The most frequent emoji first. Subjects without reactions are absent. One query. */
  async countsOf(kind: Kind, subjectIds: readonly string[]): Promise<ReadonlyMap<string, EmojiCount[]>> {
    if (subjectIds.length === 0) return new Map();
    const rows = await this.query
      .selectFrom('reaction_count')
      .select(['subject_id', 'emoji', 'count'])
      .where('subject_kind', '=', kind)
      .where('subject_id', 'in', subjectIds)
      .orderBy('count', 'desc')
      .orderBy('emoji')
      .execute();
    const bySubject = Map.groupBy(rows, ({ subject_id }) => subject_id);
    return new Map([...bySubject].map(([id, given]) => [id, given.map(({ emoji, count }) => ({ emoji, count }))]));
  }

  /** One user's reactions by subject, oldest first. One query. */
  async by(
    kind: Kind,
    userId: string,
    subjectIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StoredReaction[]>> {
    if (subjectIds.length === 0) return new Map();
    const rows = this.query.selectFrom('reaction').selectAll().where('subject_kind', '=', kind);
    const mine = rows.where('subject_id', 'in', subjectIds).where('user_id', '=', userId);
    return Map.groupBy(
      (await mine.orderBy('at').orderBy('emoji').execute()).map(reactionOf),
      ({ subjectId }) => subjectId,
    );
  }

  /** A page of one user's reactions, by subject and emoji. */
  async ofUser(
    kind: Kind,
    userId: string,
    after: Pick<StoredReaction, 'subjectId' | 'emoji'>,
    limit: number,
  ): Promise<StoredReaction[]> {
    const rows = await this.query
      .selectFrom('reaction')
      .selectAll()
      .where('user_id', '=', userId)
      .where('subject_kind', '=', kind)
      .where(afterKeyset(['subject_id', 'emoji'], [after.subjectId, after.emoji], 'asc'))
      .orderBy('subject_id')
      .orderBy('emoji')
      .limit(limit)
      .execute();
    return rows.map(reactionOf);
  }

  async deleteOf(kind: Kind, subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    for (const table of ['reaction', 'reaction_count'] as const) {
      const given = this.query.deleteFrom(table).where('subject_kind', '=', kind);
      await given.where('subject_id', 'in', subjectIds).execute();
    }
  }

  private get query() {
    return this.database.query();
  }
}
