import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type LiftedRows, HiddenFeedback } from '../../domain/moderation/hidden-feedback.js';

type Row = Readonly<Record<string, unknown>>;
type Tables = Record<string, Record<string, unknown>>;

@Injectable()
export class SqlHiddenFeedback extends HiddenFeedback {
  constructor(private readonly database: Database) {
    super();
  }

  async snapshot(table: 'hub_comment' | 'hub_review', id: string): Promise<LiftedRows> {
    return {
      [table]: await this.rows(table, { id }),
      hub_reaction: await this.rows('hub_reaction', { target_id: id }),
    };
  }

  async restore(table: 'hub_comment' | 'hub_review', kept: LiftedRows): Promise<boolean> {
    const [said] = kept[table] ?? [];
    if (!said || (await this.rows('hub_model', { id: said['model_id'] })).length === 0) return false;
    const isLaid = table === 'hub_comment' ? await this.layComment(said) : await this.layReview(said);
    if (!isLaid) return false;
    for (const given of kept['hub_reaction'] ?? []) {
      // Whoever left since gives nothing any more.
      if ((await this.rows('account', { id: given['user_id'] })).length === 0) continue;
      await this.query
        .insertInto('hub_reaction')
        .values({ ...given })
        .execute();
    }
    return true;
  }

  private async layComment(comment: Row): Promise<boolean> {
    const { id, parent_id: parentId, replies: _replies, ...said } = comment;
    if (parentId !== null && (await this.rows('hub_comment', { id: parentId })).length === 0) return false;
    // That it was there may have stayed, where others stand beneath it.
    const isTrace = (await this.rows('hub_comment', { id })).length > 0;
    const { query } = this;
    if (isTrace) await query.updateTable('hub_comment').set(said).where('id', '=', id).execute();
    else {
      await query
        .insertInto('hub_comment')
        .values({ ...comment, replies: 0 })
        .execute();
    }
    return true;
  }

  /** Whoever has reviewed it anew meanwhile thinks that by now. */
  private async layReview(review: Row): Promise<boolean> {
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
