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

const seenPost = (seen: PostVisibility): RawBuilder<SqlBool> => {
  const visible = isVisiblePost('collection_post.post_id');
  if (seen === 'all') return visible;
  return sql<SqlBool>`${visible} and exists
    (select 1 from post where post.id = collection_post.post_id and post.content_rating = 'everyone')`;
};

/** Collections and the positions of posts in them. */
@Injectable()
export class CollectionsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Collection | null> {
    const row = await this.one(id).executeTakeFirst();
    return row ? collectionOf(row) : null;
  }

  /** Locks the row until the end of the transaction. */
  async hold(id: string): Promise<Collection | null> {
    const row = await this.database.forUpdate(this.one(id)).executeTakeFirst();
    return row ? collectionOf(row) : null;
  }

  /** Last changed first. */
  async of(ownerId: string, which: 'all' | 'shared', limit: number): Promise<Collection[]> {
    const theirs = this.theirs(ownerId, which).selectAll();
    const rows = await theirs.orderBy('changed_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(collectionOf);
  }

  async countOf(ownerId: string, which: 'all' | 'shared'): Promise<number> {
    const counted = this.theirs(ownerId, which).select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await counted.executeTakeFirstOrThrow()).count);
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
    const theirs = this.database.selectFrom('collection').select('id').where('owner_id', '=', ownerId);
    await this.database.deleteFrom('collection_post').where('collection_id', 'in', theirs).execute();
    await this.database.deleteFrom('collection').where('owner_id', '=', ownerId).execute();
  }

  /** How many posts each has. Empty ones are absent. */
  async counts(ids: readonly string[], seen: PostVisibility): Promise<ReadonlyMap<string, number>> {
    if (ids.length === 0) return new Map();
    const rows = await this.placesSeen(seen)
      .select(({ fn }) => ['collection_id', fn.countAll<number>().as('count')])
      .where('collection_id', 'in', ids)
      .groupBy('collection_id')
      .execute();
    return new Map(rows.map((row) => [row.collection_id, Number(row.count)]));
  }

  /** The first posts of each, in order. */
  async covers(
    ids: readonly string[],
    seen: PostVisibility,
    limit: number,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const only = sql`and ${seenPost(seen)}`;
    const covers = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (let from = 0; from < ids.length; from += BATCH_SIZE) {
      const each = ids.slice(from, from + BATCH_SIZE).map(
        (id) => sql`select * from (select collection_id, post_id, position from collection_post
          where collection_id = ${id} ${only} order by position, post_id limit ${limit}) first_of`,
      );
      const first = sql<Tables['collection_post']>`${sql.join(each, sql` union all `)} order by position, post_id`;
      const { rows } = await first.execute(this.database.query());
      for (const { collection_id, post_id } of rows) covers.get(collection_id)?.push(post_id);
    }
    return covers;
  }

  async page(
    id: string,
    seen: PostVisibility,
    after: CollectionPosition | null,
    limit: number,
  ): Promise<CollectionPosition[]> {
    let rows = this.placesSeen(seen).where('collection_id', '=', id).select(['position', 'post_id']);
    if (after) {
      rows = rows.where(({ eb, and, or }) =>
        or([
          eb('position', '>', after.place),
          and([eb('position', '=', after.place), eb('post_id', '>', after.postId)]),
        ]),
      );
    }
    const page = await rows.orderBy('position').orderBy('post_id').limit(limit).execute();
    return page.map(({ position, post_id }) => ({ place: position, postId: post_id }));
  }

  async positionOf(id: string, postId: string): Promise<number | null> {
    return (
      (await this.places(id).select('position').where('post_id', '=', postId).executeTakeFirst())?.position ?? null
    );
  }

  /** The position of the last post. */
  async lastPosition(id: string): Promise<number | null> {
    const last = this.places(id).select('position').orderBy('position', 'desc').orderBy('post_id', 'desc').limit(1);
    return (await last.executeTakeFirst())?.position ?? null;
  }

  /** Adds a post, or moves it. */
  async put(id: string, { postId, place, at }: CollectionPosition & { readonly at: number }): Promise<void> {
    const there = this.database.updateTable('collection_post').set({ position: place }).where('collection_id', '=', id);
    const { numUpdatedRows } = await there.where('post_id', '=', postId).executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    await this.database
      .insertInto('collection_post')
      .values({ collection_id: id, post_id: postId, position: place, at })
      .execute();
  }

  /** @returns whether it was in the collection */
  async removePost(id: string, postId: string): Promise<boolean> {
    const one = this.database.deleteFrom('collection_post').where('collection_id', '=', id);
    return (await one.where('post_id', '=', postId).executeTakeFirst()).numDeletedRows > 0n;
  }

  /** Spreads the positions evenly, in the same order. */
  async renumber(id: string): Promise<void> {
    const rows = await this.places(id).selectAll().orderBy('position').orderBy('post_id').execute();
    if (rows.length === 0) return;
    await this.database.deleteFrom('collection_post').where('collection_id', '=', id).execute();
    const spread = rows.map((row, index) => ({ ...row, position: index * POSITION_STEP }));
    await this.database.insertInto('collection_post').values(spread).execute();
  }

  private one(id: string) {
    return this.database.selectFrom('collection').selectAll().where('id', '=', id);
  }

  private theirs(ownerId: string, which: 'all' | 'shared') {
    const theirs = this.database.selectFrom('collection').where('owner_id', '=', ownerId);
    return which === 'shared' ? theirs.where('is_public', '=', 1) : theirs;
  }

  private places(id: string) {
    return this.database.selectFrom('collection_post').where('collection_id', '=', id);
  }

  private placesSeen(seen: PostVisibility) {
    return this.database.selectFrom('collection_post').where(seenPost(seen));
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
