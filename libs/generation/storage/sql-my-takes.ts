import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import type { Take } from '../domain/take.js';
import { promptKeyOf, TAKE_COLUMNS, toTake } from './take-row.js';

const KEYS_BATCH_SIZE = 500;

/** Cursor of a list: the last take of a page. */
export interface TakeCursor {
  readonly queuedAt: number;
  readonly id: string;
}

/** A take with its prompts. `isNewest`: no later take of its author has the same ones. */
export interface PromptUse extends TakeCursor {
  readonly prompt: string;
  readonly negative: string;
  readonly isNewest: boolean;
}

/** How often a user rendered with a prompt, and the newest finished take with it. */
export interface PromptUses {
  readonly times: number;
  readonly lastFinishedTakeId: string | null;
}

/** All takes of one user, over all rooms. */
@Injectable()
export class SqlMyTakes {
  constructor(private readonly database: Database) {}

  /** Ids and prompts, newest first. */
  async scan(
    authorId: string,
    status: 'all' | 'finished' | 'failed',
    after: TakeCursor | null,
    limit: number,
  ): Promise<(TakeCursor & { prompt: string })[]> {
    let ownTakes = this.database
      .selectFrom('take')
      .select(['id', 'queued_at as queuedAt', 'prompt'])
      .where('author_id', '=', authorId);
    if (status !== 'all') ownTakes = ownTakes.where('status', '=', status);
    if (after) ownTakes = ownTakes.where(afterKeyset(['queued_at', 'id'], [after.queuedAt, after.id], 'desc'));
    const rows = await ownTakes.orderBy('queued_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map((row) => ({ ...row, queuedAt: Number(row.queuedAt) }));
  }

  /** In no particular order. */
  async byIds(ids: readonly string[]): Promise<Take[]> {
    if (ids.length === 0) return [];
    return (await this.database.selectFrom('take').select(TAKE_COLUMNS).where('id', 'in', ids).execute()).map(toTake);
  }

  async cursorOf(authorId: string, takeId: string): Promise<TakeCursor | null> {
    const ownTakes = this.database.selectFrom('take').select(['id', 'queued_at']).where('author_id', '=', authorId);
    const row = await ownTakes.where('id', '=', takeId).executeTakeFirst();
    return row ? { id: row.id, queuedAt: Number(row.queued_at) } : null;
  }

  /** Prompts of each take, newest first. */
  async prompts(authorId: string, after: TakeCursor | null, limit: number): Promise<PromptUse[]> {
    await this.addKeys(authorId);
    let ownTakes = this.database
      .selectFrom('take')
      .select(['id', 'queued_at as queuedAt', 'prompt', 'negative', 'prompt_key'])
      .where('author_id', '=', authorId);
    if (after) ownTakes = ownTakes.where(afterKeyset(['queued_at', 'id'], [after.queuedAt, after.id], 'desc'));
    const page = ownTakes.orderBy('queued_at', 'desc').orderBy('id', 'desc').limit(limit);
    const rows = await this.database
      .selectFrom(page.as('mine'))
      .select(['id', 'queuedAt', 'prompt', 'negative'])
      .select(({ selectFrom }) =>
        selectFrom('take as same')
          .select('same.id')
          .where('same.author_id', '=', authorId)
          .whereRef('same.prompt_key', '=', 'mine.prompt_key')
          .orderBy('same.id', 'desc')
          .limit(1)
          .as('newestId'),
      )
      .orderBy('queuedAt', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows.map(({ newestId, ...row }) => ({
      ...row,
      queuedAt: Number(row.queuedAt),
      isNewest: newestId === null || newestId === row.id,
    }));
  }

  /** By take id. Reads only takes with the same prompts. */
  async usesOf(authorId: string, uses: readonly PromptUse[]): Promise<ReadonlyMap<string, PromptUses>> {
    if (uses.length === 0) return new Map();
    const keys = uses.map(promptKeyOf);
    const rows = await this.database
      .selectFrom('take')
      .select(({ fn, eb }) => [
        'prompt_key',
        fn.countAll<number>().as('times'),
        fn.max(eb.case().when('status', '=', 'finished').then(eb.ref('id')).end()).as('finishedId'),
      ])
      .where('author_id', '=', authorId)
      .where('prompt_key', 'in', keys)
      .groupBy('prompt_key')
      .execute();
    const byKey = new Map(
      rows.map(({ prompt_key, times, finishedId: lastFinishedTakeId }) => [prompt_key, { times, lastFinishedTakeId }]),
    );
    return new Map(
      uses.map(({ id }, index) => {
        const counted = byKey.get(keys[index] ?? '');
        return [id, { times: Number(counted?.times ?? 1), lastFinishedTakeId: counted?.lastFinishedTakeId ?? null }];
      }),
    );
  }

  /** During a rolling update, nodes of the former version write takes without a key. */
  private async addKeys(authorId: string): Promise<void> {
    const ownTakes = this.database
      .selectFrom('take')
      .select(['id', 'prompt', 'negative'])
      .where('author_id', '=', authorId);
    for (const row of await ownTakes.where('prompt_key', 'is', null).limit(KEYS_BATCH_SIZE).execute()) {
      await this.database
        .updateTable('take')
        .set({ prompt_key: promptKeyOf(row) })
        .where('id', '=', row.id)
        .execute();
    }
  }
}
