import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import {
  type Given,
  type UserReaction,
  type ReactionSummary,
  HEART,
  Reactions,
} from '../../domain/feedback/reactions.js';
import { hears } from './hears.js';
import type { TalkTables } from './tables.js';

/** Different emoji that are named together. */
const KINDS_NAMED = 8;

@Injectable()
export class SqlReactions extends Reactions {
  constructor(private readonly database: Database) {
    super();
  }

  async give(targetId: string, userId: string, emoji: string, at: number): Promise<boolean> {
    const known = this.to(targetId).where('user_id', '=', userId).where('emoji', '=', emoji);
    if (await known.select('at').executeTakeFirst()) return false;
    const row = { target_id: targetId, user_id: userId, emoji, at };
    await this.query.insertInto('hub_reaction').values(row).execute();
    return true;
  }

  async takeBack(targetId: string, userId: string, emoji: string): Promise<boolean> {
    const gone = this.query.deleteFrom('hub_reaction').where('target_id', '=', targetId);
    const theirs = gone.where('user_id', '=', userId).where('emoji', '=', emoji);
    return (await theirs.executeTakeFirst()).numDeletedRows > 0n;
  }

  async of(targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly Given[]>> {
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

  async by(userId: string, targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (targetIds.length === 0) return new Map();
    const theirs = this.query.selectFrom('hub_reaction').select(['target_id', 'emoji']);
    const rows = theirs.where('target_id', 'in', targetIds).where('user_id', '=', userId);
    const byTarget = Map.groupBy(await rows.orderBy('at').orderBy('emoji').execute(), ({ target_id }) => target_id);
    return new Map([...byTarget].map(([id, given]) => [id, given.map(({ emoji }) => emoji)]));
  }

  async givers(targetId: string, since: number, heardBy: string, limit: number): Promise<ReactionSummary> {
    const heard = this.to(targetId).where('at', '>=', since).where('user_id', '!=', heardBy);
    const all = heard.where(hears(heardBy, 'hub_reaction.user_id'));
    const counted = all.select(({ fn }) => fn.count<number>('user_id').distinct().as('people'));
    const users = all.select(({ fn }) => ['user_id', fn.max('at').as('last')]).groupBy('user_id');
    const kinds = all.select(({ fn }) => ['emoji', fn.max('at').as('last')]).groupBy('emoji');
    return {
      count: Number((await counted.executeTakeFirstOrThrow()).people),
      ids: (await users.orderBy('last', 'desc').orderBy('user_id').limit(limit).execute()).map((one) => one.user_id),
      emojis: (await kinds.orderBy('last', 'desc').orderBy('emoji').limit(KINDS_NAMED).execute()).map(
        ({ emoji }) => emoji,
      ),
    };
  }

  async likersAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const rows = this.to(modelId).select('user_id').where('emoji', '=', HEART).where('user_id', '>', afterId);
    return (await rows.orderBy('user_id').limit(limit).execute()).map(({ user_id }) => user_id);
  }

  async givenBy(
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

  async forget(targetIds: readonly string[]): Promise<void> {
    if (targetIds.length === 0) return;
    await this.query.deleteFrom('hub_reaction').where('target_id', 'in', targetIds).execute();
  }

  async forgetGiven(userId: string, targetIds: readonly string[]): Promise<void> {
    if (targetIds.length === 0) return;
    const given = this.query.deleteFrom('hub_reaction').where('user_id', '=', userId);
    await given.where('target_id', 'in', targetIds).execute();
  }

  private get query() {
    return this.database.query<TalkTables>();
  }

  private to(targetId: string) {
    return this.query.selectFrom('hub_reaction').where('target_id', '=', targetId);
  }
}
