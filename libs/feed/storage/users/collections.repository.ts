import { Injectable } from '@nestjs/common';
import { Database, type Row, type Tables } from '@visionary/platform/database';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { isVisiblePost } from '../posts/visible-post.js';
import type { Collection, CollectionPosition, PostVisibility } from '../../domain/users/collections.js';

/** Selects in one union. */
const BATCH_SIZE = 100;
/** Distance between new positions: it can be halved fifty times. */
export const POSITION_STEP = 1_000;

const collectionOf = (row: Row<'collection'>): Collection => ({
  id: row.id,
  ownerId: row.owner_id,
  title: row.title,
  description: row.description,
  isShared: Boolean(row.is_public),
  createdAt: Number(row.created_at),
  changedAt: Number(row.changed_at),
});

const visibilityCondition = (visibility: PostVisibility): RawBuilder<SqlBool> => {
  const isVisible = isVisiblePost('collection_post.post_id');
  if (visibility === 'all') return isVisible;
  return sql<SqlBool>`${isVisible} and exists
    (select 1 from post where post.id = collection_post.post_id and post.content_rating = 'everyone')`;
};

/** Collections and the positions of posts in them. */
@Injectable()
export class CollectionsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Collection | null> {
    const row = await this.collectionRow(id).executeTakeFirst();
    return row ? collectionOf(row) : null;
  }

  /** Locks the row until the end of the transaction. */
  async hold(id: string): Promise<Collection | null> {
    const row = await this.database.forUpdate(this.collectionRow(id)).executeTakeFirst();
    return row ? collectionOf(row) : null;
  }

  /** Last changed first. */
  async of(ownerId: string, which: 'all' | 'shared', limit: number): Promise<Collection[]> {
    const collections = this.collectionsOf(ownerId, which).selectAll();
    const rows = await collections.orderBy('changed_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(collectionOf);
  }

  async countOf(ownerId: string, which: 'all' | 'shared'): Promise<number> {
    const query = this.collectionsOf(ownerId, which).select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  async add({ id, ownerId, title, description, isShared, createdAt, changedAt }: Collection): Promise<void> {
    const row = { id, owner_id: ownerId, title, description, is_public: isShared ? 1 : 0 };
    await this.database
      .insertInto('collection')
      .values({ ...row, created_at: createdAt, changed_at: changedAt })
      .execute();
  }

  async change(
    id: string,
    {
      title,
      description,
      isShared,
      changedAt,
    }: Partial<Pick<Collection, 'title' | 'description' | 'isShared' | 'changedAt'>>,
  ): Promise<void> {
    const changes = {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(isShared !== undefined && { is_public: isShared ? 1 : 0 }),
      ...(changedAt !== undefined && { changed_at: changedAt }),
    };
    if (Object.keys(changes).length === 0) return;
    await this.database.updateTable('collection').set(changes).where('id', '=', id).execute();
  }

  async remove(id: string): Promise<void> {
    await this.database.deleteFrom('collection_post').where('collection_id', '=', id).execute();
    await this.database.deleteFrom('collection').where('id', '=', id).execute();
  }

  async removeOfOwner(ownerId: string): Promise<void> {
    const collectionIds = this.database.selectFrom('collection').select('id').where('owner_id', '=', ownerId);
    await this.database.deleteFrom('collection_post').where('collection_id', 'in', collectionIds).execute();
    await this.database.deleteFrom('collection').where('owner_id', '=', ownerId).execute();
  }

  /** How many posts each has. Empty ones are absent. */
  async counts(ids: readonly string[], visibility: PostVisibility): Promise<ReadonlyMap<string, number>> {
    if (ids.length === 0) return new Map();
    const rows = await this.visiblePositions(visibility)
      .select(({ fn }) => ['collection_id', fn.countAll<number>().as('count')])
      .where('collection_id', 'in', ids)
      .groupBy('collection_id')
      .execute();
    return new Map(rows.map((row) => [row.collection_id, Number(row.count)]));
  }

  /** The first posts of each, in order. */
  async covers(
    ids: readonly string[],
    visibility: PostVisibility,
    limit: number,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const isVisible = visibilityCondition(visibility);
    const covers = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (let from = 0; from < ids.length; from += BATCH_SIZE) {
      const selections = ids.slice(from, from + BATCH_SIZE).map(
        (id) => sql`select * from (select collection_id, post_id, position from collection_post
          where collection_id = ${id} and ${isVisible} order by position, post_id limit ${limit}) cover`,
      );
      const query = sql<
        Tables['collection_post']
      >`${sql.join(selections, sql` union all `)} order by position, post_id`;
      const { rows } = await query.execute(this.database.query());
      for (const { collection_id, post_id } of rows) covers.get(collection_id)?.push(post_id);
    }
    return covers;
  }

  async page(
    id: string,
    visibility: PostVisibility,
    after: CollectionPosition | null,
    limit: number,
  ): Promise<CollectionPosition[]> {
    let positions = this.visiblePositions(visibility).where('collection_id', '=', id).select(['position', 'post_id']);
    if (after) {
      positions = positions.where(({ eb, and, or }) =>
        or([
          eb('position', '>', after.position),
          and([eb('position', '=', after.position), eb('post_id', '>', after.postId)]),
        ]),
      );
    }
    const page = await positions.orderBy('position').orderBy('post_id').limit(limit).execute();
    return page.map(({ position, post_id }) => ({ position, postId: post_id }));
  }

  async positionOf(id: string, postId: string): Promise<number | null> {
    return (
      (await this.positions(id).select('position').where('post_id', '=', postId).executeTakeFirst())?.position ?? null
    );
  }

  /** The position of the last post. */
  async lastPosition(id: string): Promise<number | null> {
    const query = this.positions(id).select('position').orderBy('position', 'desc').orderBy('post_id', 'desc').limit(1);
    return (await query.executeTakeFirst())?.position ?? null;
  }

  /** Adds a post, or moves it. */
  async put(id: string, { postId, position, at }: CollectionPosition & { readonly at: number }): Promise<void> {
    const update = this.database.updateTable('collection_post').set({ position }).where('collection_id', '=', id);
    const { numUpdatedRows } = await update.where('post_id', '=', postId).executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    await this.database
      .insertInto('collection_post')
      .values({ collection_id: id, post_id: postId, position, at })
      .execute();
  }

  /** @returns whether it was in the collection */
  async removePost(id: string, postId: string): Promise<boolean> {
    const deletion = this.database.deleteFrom('collection_post').where('collection_id', '=', id);
    return (await deletion.where('post_id', '=', postId).executeTakeFirst()).numDeletedRows > 0n;
  }

  /** Spreads the positions evenly, in the same order. */
  async renumber(id: string): Promise<void> {
    const rows = await this.positions(id).selectAll().orderBy('position').orderBy('post_id').execute();
    if (rows.length === 0) return;
    await this.database.deleteFrom('collection_post').where('collection_id', '=', id).execute();
    const renumbered = rows.map((row, index) => ({ ...row, position: index * POSITION_STEP }));
    await this.database.insertInto('collection_post').values(renumbered).execute();
  }

  private collectionRow(id: string) {
    return this.database.selectFrom('collection').selectAll().where('id', '=', id);
  }

  private collectionsOf(ownerId: string, which: 'all' | 'shared') {
    const collections = this.database.selectFrom('collection').where('owner_id', '=', ownerId);
    return which === 'shared' ? collections.where('is_public', '=', 1) : collections;
  }

  private positions(id: string) {
    return this.database.selectFrom('collection_post').where('collection_id', '=', id);
  }

  private visiblePositions(visibility: PostVisibility) {
    return this.database.selectFrom('collection_post').where(visibilityCondition(visibility));
  }

  /** The owner's collections that contain the post. */
  async idsWith(postId: string, ownerId: string): Promise<string[]> {
    const rows = await this.database
      .selectFrom('collection_post')
      .innerJoin('collection', 'collection.id', 'collection_post.collection_id')
      .select('collection.id')
      .where('collection_post.post_id', '=', postId)
      .where('collection.owner_id', '=', ownerId)
      .orderBy('collection.id')
      .execute();
    return rows.map(({ id }) => id);
  }
}
