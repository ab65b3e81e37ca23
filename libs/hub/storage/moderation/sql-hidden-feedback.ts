import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
type Row = Readonly<Record<string, unknown>>;
type Tables = Record<string, Record<string, unknown>>;

/** Rows of the hub's tables as JSON. */
export type RowSnapshot = Readonly<Record<string, readonly Row[]>>;

/** Snapshots and restores reviews; reactions to them stay. Must run inside a unit of work. */
@Injectable()
export class SqlHiddenFeedback {
  constructor(private readonly database: Database) {}

  async snapshot(id: string): Promise<RowSnapshot> {
    return { hub_review: await this.rows('hub_review', { id }) };
  }

  /** A newer review by the same user wins. @returns false then, or if the model is no longer available */
  async restore(snapshot: RowSnapshot): Promise<boolean> {
    const [review] = snapshot['hub_review'] ?? [];
    if (!review || (await this.rows('hub_model', { id: review['model_id'] })).length === 0) return false;
    const { model_id, user_id } = review;
    if ((await this.rows('hub_review', { model_id, user_id })).length > 0) return false;
    await this.insert('hub_review', review);
    return true;
  }

  private async insert(table: string, row: Row): Promise<void> {
    await this.query
      .insertInto(table)
      .values({ ...row })
      .execute();
  }

  private rows(table: string, where: Row): Promise<readonly Row[]> {
    let rows = this.query.selectFrom(table).selectAll();
    for (const [column, value] of Object.entries(where)) rows = rows.where(column, '=', value);
    return rows.execute();
  }

  private get query() {
    return this.database.query<Tables>();
  }
}
