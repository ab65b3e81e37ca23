import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { HubModel } from '../../domain/version.js';
import { modelOf } from '../rows.js';

type CounterDeltas = Partial<Record<'likes' | 'comments' | 'reviews' | 'stars', number>>;

@Injectable()
export class SqlModelCounters {
  constructor(private readonly database: Database) {}

  /** Locks the model's feedback until the unit of work ends. */
  async hold(modelId: string): Promise<HubModel | null> {
    const update = this.database.updateTable('hub_model').set(({ ref }) => ({ comments: ref('comments') }));
    await update.where('id', '=', modelId).execute();
    const row = await this.database.selectFrom('hub_model').selectAll().where('id', '=', modelId).executeTakeFirst();
    return row ? modelOf(row) : null;
  }

  async count(modelId: string, { likes = 0, comments = 0, reviews = 0, stars = 0 }: CounterDeltas): Promise<void> {
    await this.database
      .updateTable('hub_model')
      .set((row) => ({
        likes: row('likes', '+', likes),
        comments: row('comments', '+', comments),
        reviews: row('reviews', '+', reviews),
        star_sum: row('star_sum', '+', stars),
      }))
      .where('id', '=', modelId)
      .execute();
  }

  /** Recomputes reviews and stars. */
  async recount(modelIds: readonly string[]): Promise<void> {
    for (const id of [...new Set(modelIds)].sort()) {
      await sql`update hub_model set
        reviews = (select count(*) from hub_review where model_id = hub_model.id and hidden_at is null),
        star_sum = (select coalesce(sum(stars), 0) from hub_review where model_id = hub_model.id and hidden_at is null)
        where id = ${id}`.execute(this.database.query());
    }
  }
}
