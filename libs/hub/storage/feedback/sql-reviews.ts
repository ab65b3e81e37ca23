import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import type { ModeratedReview, Review } from '../../domain/feedback/reviews.js';
import { notBlocked } from './not-blocked.js';

const STARS = [1, 2, 3, 4, 5];

/** Hides reviews of users who block the viewer or whom the viewer blocks. */
@Injectable()
export class SqlReviews {
  constructor(private readonly database: Database) {}

  async add(review: Review): Promise<void> {
    await this.database.insertInto('hub_review').values(rowOf(review)).execute();
  }

  async change(review: Review): Promise<void> {
    const { stars, text, label, edited_at } = rowOf(review);
    const update = this.database.updateTable('hub_review').set({ stars, text, label, edited_at });
    await update.where('id', '=', review.id).execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.database.deleteFrom('hub_review').where('id', 'in', ids).execute();
  }

  async byId(id: string): Promise<Review | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  /** In no particular order. Omits unknown ids. */
  async byIds(ids: readonly string[]): Promise<Review[]> {
    if (ids.length === 0) return [];
    return (await this.select.where('id', 'in', ids).execute()).map(reviewOf);
  }

  /** As moderators see them. */
  async moderated(ids: readonly string[]): Promise<ModeratedReview[]> {
    if (ids.length === 0) return [];
    const rows = this.database.selectFrom('hub_review').selectAll().where('id', 'in', ids);
    return (await rows.execute()).map((row) => ({ ...reviewOf(row), isHidden: row.hidden_at !== null }));
  }

  async setHidden(id: string, at: number | null): Promise<void> {
    await this.database.updateTable('hub_review').set({ hidden_at: at }).where('id', '=', id).execute();
  }

  async of(modelId: string, userId: string): Promise<Review | null> {
    const row = await this.select.where('model_id', '=', modelId).where('user_id', '=', userId).executeTakeFirst();
    return row ? reviewOf(row) : null;
  }

  /** Newest first. */
  async page(
    { modelId, viewerId }: { readonly modelId: string; readonly viewerId: string | null },
    after: Pick<Review, 'at' | 'id'> | null,
    limit: number,
  ): Promise<Review[]> {
    let rows = this.select.where('model_id', '=', modelId);
    if (viewerId !== null) rows = rows.where(notBlocked(viewerId, 'hub_review.user_id'));
    if (after) rows = rows.where(afterKeyset(['at', 'id'], [after.at, after.id], 'desc'));
    return (await rows.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(reviewOf);
  }

  /** Numbers of reviews with one star, two, … five, without regard to blocks. */
  async starHistogram(modelId: string): Promise<number[]> {
    const rows = await this.database
      .selectFrom('hub_review')
      .select(({ fn }) => ['stars', fn.countAll<number>().as('count')])
      .where('model_id', '=', modelId)
      .where('hidden_at', 'is', null)
      .groupBy('stars')
      .execute();
    return STARS.map((star) => Number(rows.find(({ stars }) => stars === star)?.count ?? 0));
  }

  /** A user's reviews by id, with hidden ones. */
  async byUser(userId: string, afterId: string, limit: number): Promise<Review[]> {
    const rows = this.database
      .selectFrom('hub_review')
      .selectAll()
      .where('user_id', '=', userId)
      .where('id', '>', afterId);
    return (await rows.orderBy('id').limit(limit).execute()).map(reviewOf);
  }

  /** Ids of some reviews of a model. */
  async someIdsOf(modelId: string, limit: number): Promise<string[]> {
    const rows = this.database.selectFrom('hub_review').select('id').where('model_id', '=', modelId).limit(limit);
    return (await rows.execute()).map(({ id }) => id);
  }

  async usersAfter(modelId: string, afterId: string, limit: number): Promise<string[]> {
    const rows = this.visible.select('user_id').where('model_id', '=', modelId);
    return (await rows.where('user_id', '>', afterId).orderBy('user_id').limit(limit).execute()).map(
      ({ user_id }) => user_id,
    );
  }

  private get select() {
    return this.visible.selectAll();
  }

  private get visible() {
    return this.database.selectFrom('hub_review').where('hidden_at', 'is', null);
  }
}

const rowOf = ({ id, modelId, userId, stars, text, label, at, editedAt }: Review): Row<'hub_review'> => ({
  id,
  model_id: modelId,
  user_id: userId,
  stars,
  text,
  label,
  at,
  edited_at: editedAt,
  hidden_at: null,
});

const reviewOf = ({
  model_id: modelId,
  user_id: userId,
  text,
  at,
  edited_at,
  hidden_at: _hiddenAt,
  ...row
}: Row<'hub_review'>): Review => ({
  ...row,
  modelId,
  userId,
  text,
  at: Number(at),
  editedAt: edited_at === null ? null : Number(edited_at),
});
