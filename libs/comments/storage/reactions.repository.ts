import { Injectable } from '@nestjs/common';
import type { EmojiCount } from '@visionary/contract';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import { sql, type SqlBool } from 'kysely';
import type { NamedReaction, ReactionSummary, ReactionTarget, StoredReaction } from '../domain/reaction.js';
import { notBlocked } from './not-blocked.js';

type Kind = ReactionTarget['kind'];

/** (subject, emoji) pairs in one condition. */
const BATCH_SIZE = 200;
const MAX_EMOJIS_SHOWN = 8;

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
    await this.database
      .insertInto('reaction')
      .values({ ...subject, user_id: userId, emoji, at })
      .execute();
    const counter = this.database.updateTable('reaction_count').set((row) => ({ count: row('count', '+', 1) }));
    const subjectCounter = counter.where('subject_kind', '=', kind).where('subject_id', '=', subjectId);
    if ((await subjectCounter.where('emoji', '=', emoji).executeTakeFirst()).numUpdatedRows > 0n) return;
    await this.database
      .insertInto('reaction_count')
      .values({ ...subject, emoji, count: 1 })
      .execute();
  }

  /** Removes existing reactions of one user. */
  async remove(kind: Kind, reactions: readonly StoredReaction[]): Promise<void> {
    for (let from = 0; from < reactions.length; from += BATCH_SIZE) {
      const batch = reactions.slice(from, from + BATCH_SIZE);
      const ids = [...new Set(batch.map(({ subjectId }) => subjectId))];
      const matches = sql<SqlBool>`(${sql.join(
        batch.map(({ subjectId, emoji }) => sql`(subject_id = ${subjectId} and emoji = ${emoji})`),
        sql` or `,
      )})`;
      const counts = this.database.updateTable('reaction_count').set((row) => ({ count: row('count', '-', 1) }));
      await counts.where('subject_kind', '=', kind).where(matches).execute();
      const unused = this.database
        .deleteFrom('reaction_count')
        .where('subject_kind', '=', kind)
        .where('count', '<=', 0);
      await unused.where('subject_id', 'in', ids).execute();
      const deletion = this.database.deleteFrom('reaction').where('subject_kind', '=', kind).where(matches);
      await deletion.where('user_id', '=', batch[0]?.userId ?? '').execute();
    }
  }

  /** The most frequent emoji first. Subjects without reactions are absent. One query. */
  async countsOf(kind: Kind, subjectIds: readonly string[]): Promise<ReadonlyMap<string, EmojiCount[]>> {
    if (subjectIds.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('reaction_count')
      .select(['subject_id', 'emoji', 'count'])
      .where('subject_kind', '=', kind)
      .where('subject_id', 'in', subjectIds)
      .orderBy('count', 'desc')
      .orderBy('emoji')
      .execute();
    const bySubject = Map.groupBy(rows, ({ subject_id }) => subject_id);
    return new Map([...bySubject].map(([id, counts]) => [id, counts.map(({ emoji, count }) => ({ emoji, count }))]));
  }

  /** One user's reactions by subject, oldest first. One query. */
  async reactionsBy(
    kind: Kind,
    userId: string,
    subjectIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StoredReaction[]>> {
    if (subjectIds.length === 0) return new Map();
    const rows = this.database.selectFrom('reaction').selectAll().where('subject_kind', '=', kind);
    const ownRows = rows.where('subject_id', 'in', subjectIds).where('user_id', '=', userId);
    return Map.groupBy(
      (await ownRows.orderBy('at').orderBy('emoji').execute()).map(reactionOf),
      ({ subjectId }) => subjectId,
    );
  }

  /** One user's emoji by subject, oldest first. One query. */
  async emojisBy(kind: Kind, userId: string, subjectIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const bySubject = await this.reactionsBy(kind, userId, subjectIds);
    return new Map([...bySubject].map(([id, reactions]) => [id, reactions.map(({ emoji }) => emoji)]));
  }

  /** A page of one user's reactions, by subject and emoji. */
  async ofUser(
    kind: Kind,
    userId: string,
    after: Pick<StoredReaction, 'subjectId' | 'emoji'>,
    limit: number,
  ): Promise<StoredReaction[]> {
    const rows = await this.database
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

  /** The first `max` reactions of each emoji and subject, oldest first. */
  async named(kind: Kind, subjectIds: readonly string[], max: number): Promise<NamedReaction[]> {
    if (subjectIds.length === 0) return [];
    const numbered = this.database
      .selectFrom('reaction')
      .selectAll()
      .select(({ fn }) => [
        fn
          .countAll<number>()
          .over((over) => over.partitionBy(['subject_id', 'emoji']))
          .as('total'),
        fn
          .agg<number>('row_number')
          .over((over) => over.partitionBy(['subject_id', 'emoji']).orderBy('at').orderBy('user_id'))
          .as('row_index'),
      ])
      .where('subject_kind', '=', kind)
      .where('subject_id', 'in', subjectIds)
      .as('numbered');
    const rows = this.database.selectFrom(numbered).selectAll().where('row_index', '<=', max);
    const ordered = await rows.orderBy('at').orderBy('user_id').orderBy('emoji').execute();
    return ordered.map((row) => ({ ...reactionOf(row), count: Number(row.total) }));
  }

  /** Reactions with one emoji after (at, userId), oldest first. */
  async page(
    { kind, id }: ReactionTarget,
    emoji: string,
    after: Pick<StoredReaction, 'at' | 'userId'> | null,
    limit: number,
  ): Promise<StoredReaction[]> {
    let rows = this.rowsOf(kind, id).selectAll().where('emoji', '=', emoji);
    if (after) rows = rows.where(afterKeyset(['at', 'user_id'], [after.at, after.userId], 'asc'));
    return (await rows.orderBy('at').orderBy('user_id').limit(limit).execute()).map(reactionOf);
  }

  /** Reactions since then, without those of the viewer and of users separated from them by a block. */
  async summarySince({ kind, id }: ReactionTarget, since: number, viewerId: string, maxUsers: number) {
    const others = this.rowsOf(kind, id).where('at', '>=', since).where('user_id', '!=', viewerId);
    const visibleRows = others.where(notBlocked(viewerId, 'reaction.user_id'));
    const userCount = visibleRows.select(({ fn }) => fn.count<number>('user_id').distinct().as('users'));
    const users = visibleRows.select(({ fn }) => ['user_id', fn.max('at').as('last')]).groupBy('user_id');
    const emojis = visibleRows.select(({ fn }) => ['emoji', fn.max('at').as('last')]).groupBy('emoji');
    const [lastUsers, lastEmojis] = [users.orderBy('last', 'desc'), emojis.orderBy('last', 'desc')];
    return {
      count: Number((await userCount.executeTakeFirstOrThrow()).users),
      userIds: (await lastUsers.orderBy('user_id').limit(maxUsers).execute()).map((row) => row.user_id),
      emojis: (await lastEmojis.orderBy('emoji').limit(MAX_EMOJIS_SHOWN).execute()).map((row) => row.emoji),
    } satisfies ReactionSummary;
  }

  /** Users who gave an emoji, by id, after `afterId`. */
  async usersWith({ kind, id }: ReactionTarget, emoji: string, afterId: string, limit: number): Promise<string[]> {
    const rows = this.rowsOf(kind, id).select('user_id').where('emoji', '=', emoji).where('user_id', '>', afterId);
    return (await rows.orderBy('user_id').limit(limit).execute()).map((row) => row.user_id);
  }

  async deleteOf(kind: Kind, subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    for (const table of ['reaction', 'reaction_count'] as const) {
      const deletion = this.database.deleteFrom(table).where('subject_kind', '=', kind);
      await deletion.where('subject_id', 'in', subjectIds).execute();
    }
  }

  private rowsOf(kind: Kind, id: string) {
    return this.database.selectFrom('reaction').where('subject_kind', '=', kind).where('subject_id', '=', id);
  }
}
