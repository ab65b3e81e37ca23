import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import { HEART, type ReactionCount, type ReactionSummary, type UserReaction } from '../../domain/feedback/reactions.js';
import { hears } from './hears.js';

const EMOJIS_PER_SUMMARY = 8;

/** Reactions to models, reviews, and comments, keyed by the target's id. */
@Injectable()
export class SqlReactions {
  constructor(private readonly database: Database) {}

  /** @returns whether it is new */
  async add(targetId: string, userId: string, emoji: string, at: number): Promise<boolean> {
    const known = this.to(targetId).where('user_id', '=', userId).where('emoji', '=', emoji);
    if (await known.select('at').executeTakeFirst()) return false;
    const row = { target_id: targetId, user_id: userId, emoji, at };
    await this.query.insertInto('hub_reaction').values(row).execute();
    return true;
  }

  /** @returns whether it existed */
  async remove(targetId: string, userId: string, emoji: string): Promise<boolean> {
    const deleted = this.query.deleteFrom('hub_reaction').where('target_id', '=', targetId);
    const theirs = deleted.where('user_id', '=', userId).where('emoji', '=', emoji);
    return (await theirs.executeTakeFirst()).numDeletedRows > 0n;
  }

  /** Most given first, in one query. Omits targets without reactions. */
  async of(targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly ReactionCount[]>> {
    if (targetIds.length === 0) return new Map();
    const rows = await this.query
      .selectFrom('hub_reaction')
      .select(({ fn }) => ['target_id', 'emoji', fn.countAll<number>().as('count')])
      .where('target_id', 'in', targetIds)
      .groupBy(['target_id', 'emoji'])
      .orderBy('count', 'desc')
      .orderBy('emoji')
      .execute();
    const byTarget = Map.groupBy(rows, ({ target_id }) => target_id);
    return new Map(
      [...byTarget].map(([id, given]) => [id, given.map(({ emoji, count }) => ({ emoji, count: Number(count) }))]),
    );
  }

  /** A user's reactions, oldest first, in one query. */
  async ofUser(userId: string, targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (targetIds.length === 0) return new Map();
    const theirs = this.query.selectFrom('hub_reaction').select(['target_id', 'emoji']);
    const rows = theirs.where('target_id', 'in', targetIds).where('user_id', '=', userId);
    const byTarget = Map.groupBy(await rows.orderBy('at').orderBy('emoji').execute(), ({ target_id }) => target_id);
    return new Map([...byTarget].map(([id, given]) => [id, given.map(({ emoji }) => emoji)]));
  }

  /** Excludes the viewer and users separated from them by a block. */
  async summarySince(targetId: string, since: number, viewerId: string, limit: number): Promise<ReactionSummary> {
    const others = this.to(targetId).where('at', '>=', since).where('user_id', '!=', viewerId);
    const all = others.where(hears(viewerId, 'hub_reaction.user_id'));
    const counted = all.select(({ fn }) => fn.count<number>('user_id').distinct().as('people'));
    const users = all.select(({ fn }) => ['user_id', fn.max('at').as('last')]).groupBy('user_id');
    const kinds = all.select(({ fn }) => ['emoji', fn.max('at').as('last')]).groupBy('emoji');
    return {
      count: Number((await counted.executeTakeFirstOrThrow()).people),
      ids: (await users.orderBy('last', 'desc').orderBy('user_id').limit(limit).execute()).map((one) => one.user_id),
      emojis: (await kinds.orderBy('last', 'desc').orderBy('emoji').limit(EMOJIS_PER_SUMMARY).execute()).map(
        ({ emoji }) => emoji,
      ),
    };
  }

  async likersAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const rows = this.to(modelId).select('user_id').where('emoji', '=', HEART).where('user_id', '>', afterId);
    return (await rows.orderBy('user_id').limit(limit).execute()).map(({ user_id }) => user_id);
  }

  /** A page of a user's reactions by target and emoji. */
  async pageOfUser(
    userId: string,
    after: Pick<UserReaction, 'targetId' | 'emoji'>,
    limit: number,
  ): Promise<UserReaction[]> {
    const rows = await this.query
      .selectFrom('hub_reaction')
      .select(['target_id', 'emoji', 'at'])
      .where('user_id', '=', userId)
      .where(afterKeyset(['target_id', 'emoji'], [after.targetId, after.emoji], 'asc'))
      .orderBy('target_id')
      .orderBy('emoji')
      .limit(limit)
      .execute();
    return rows.map(({ target_id: targetId, emoji, at }) => ({ targetId, emoji, at: Number(at) }));
  }

  async removeAll(targetIds: readonly string[]): Promise<void> {
    if (targetIds.length === 0) return;
    await this.query.deleteFrom('hub_reaction').where('target_id', 'in', targetIds).execute();
  }

  async removeOfUser(userId: string, targetIds: readonly string[]): Promise<void> {
    if (targetIds.length === 0) return;
    const given = this.query.deleteFrom('hub_reaction').where('user_id', '=', userId);
    await given.where('target_id', 'in', targetIds).execute();
  }

  private get query() {
    return this.database.query();
  }

  private to(targetId: string) {
    return this.query.selectFrom('hub_reaction').where('target_id', '=', targetId);
  }
}
