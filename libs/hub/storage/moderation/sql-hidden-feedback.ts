import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
type Row = Readonly<Record<string, unknown>>;
type Tables = Record<string, Record<string, unknown>>;

/** Rows of the hub's tables as JSON. */
export type RowSnapshot = Readonly<Record<string, readonly Row[]>>;

/** Snapshots and restores comments and reviews with their reactions. Must run inside a unit of work. */
@Injectable()
export class SqlHiddenFeedback {
  constructor(private readonly database: Database) {}

  async snapshot(table: 'hub_comment' | 'hub_review', id: string): Promise<RowSnapshot> {
    return {
      [table]: await this.rows(table, { id }),
      hub_reaction: await this.rows('hub_reaction', { target_id: id }),
    };
  }

  /** @returns false if the model, the parent, or the place of the review is no longer available */
  async restore(table: 'hub_comment' | 'hub_review', snapshot: RowSnapshot): Promise<boolean> {
    const [row] = snapshot[table] ?? [];
    if (!row || (await this.rows('hub_model', { id: row['model_id'] })).length === 0) return false;
    const isRestored = table === 'hub_comment' ? await this.restoreComment(row) : await this.restoreReview(row);
    if (!isRestored) return false;
    for (const reaction of snapshot['hub_reaction'] ?? []) {
      // The account may have been deleted since.
      if ((await this.rows('account', { id: reaction['user_id'] })).length === 0) continue;
      await this.query
        .insertInto('hub_reaction')
        .values({ ...reaction })
        .execute();
    }
    return true;
  }

  private async restoreComment(comment: Row): Promise<boolean> {
    const { id, parent_id: parentId, replies: _replies, ...columns } = comment;
    if (parentId !== null && (await this.rows('hub_comment', { id: parentId })).length === 0) return false;
    // A comment with replies was kept as a trace.
    const isTrace = (await this.rows('hub_comment', { id })).length > 0;
    const { query } = this;
    if (isTrace) await query.updateTable('hub_comment').set(columns).where('id', '=', id).execute();
    else {
      await query
        .insertInto('hub_comment')
        .values({ ...comment, replies: 0 })
        .execute();
    }
    return true;
  }

  /** A newer review by the same user wins. */
  private async restoreReview(review: Row): Promise<boolean> {
    const { model_id, user_id } = review;
    if ((await this.rows('hub_review', { model_id, user_id })).length > 0) return false;
    await this.query
      .insertInto('hub_review')
      .values({ ...review })
      .execute();
    return true;
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
