import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

/** Rows of this slice's tables as JSON. */
export type RowSnapshot = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

type Row = Readonly<Record<string, unknown>>;
type Tables = Record<string, Record<string, unknown>>;

/** Tables with rows of a post, and the column that references it. */
const POST_TABLES = [
  { table: 'post', column: 'id' },
  { table: 'post_tag', column: 'post_id' },
  { table: 'post_lora', column: 'post_id' },
  { table: 'post_participant', column: 'post_id' },
  { table: 'post_reaction', column: 'post_id' },
  { table: 'post_reaction_count', column: 'post_id' },
  { table: 'comment', column: 'post_id' },
  { table: 'collection_post', column: 'post_id' },
] as const;

/** Moves hidden posts and comments out of the tables as snapshots, and back. Runs inside a transaction. */
@Injectable()
export class HiddenPostsRepository {
  constructor(private readonly database: Database) {}

  /** A post with its reactions, comments, and collection entries. Changes nothing. */
  async snapshotPost(postId: string): Promise<RowSnapshot> {
    const rows: Record<string, readonly Row[]> = {};
    for (const { table, column } of POST_TABLES) rows[table] = await this.read(table, column, [postId]);
    const commentIds = (rows['comment'] ?? []).map(({ id }) => String(id));
    return { ...rows, comment_reaction: await this.read('comment_reaction', 'comment_id', commentIds) };
  }

  /** Leaves out what belongs to users whose account was deleted since. */
  async restorePost(rows: RowSnapshot): Promise<void> {
    const of = (table: string): readonly Row[] => rows[table] ?? [];
    const existing = await this.existingUsers([
      ...[...of('post_participant'), ...of('post_reaction'), ...of('comment_reaction')].map((row) => row['user_id']),
      ...of('comment').map((row) => row['author_id']),
    ]);
    const collections = await this.existingIds('collection', of('collection_post'), 'collection_id');
    const hasUser = (row: Row): boolean => existing.has(String(row['user_id']));
    // Without a number the post is indexed again.
    await this.insert(
      'post',
      of('post').map((row) => ({ ...row, search_row_number: null })),
    );
    for (const table of ['post_tag', 'post_lora', 'post_reaction_count']) await this.insert(table, of(table));
    for (const table of ['post_participant', 'post_reaction']) await this.insert(table, of(table).filter(hasUser));
    await this.insert(
      'comment',
      of('comment').map((row) => (existing.has(String(row['author_id'])) ? row : tombstoneOf(row))),
    );
    await this.insert('comment_reaction', of('comment_reaction').filter(hasUser));
    await this.insert(
      'collection_post',
      of('collection_post').filter((row) => collections.has(String(row['collection_id']))),
    );
  }

  async snapshotComment(commentId: string): Promise<RowSnapshot> {
    return {
      comment: await this.read('comment', 'id', [commentId]),
      comment_reaction: await this.read('comment_reaction', 'comment_id', [commentId]),
    };
  }

  /** @returns false when its post or its parent is gone */
  async restoreComment(rows: RowSnapshot): Promise<boolean> {
    const [comment] = rows['comment'] ?? [];
    if (!comment) return false;
    const { id, post_id: postId, parent_id: parentId, replies: _replies, ...content } = comment;
    if ((await this.read('post', 'id', [postId])).length === 0) return false;
    if (parentId !== null && (await this.read('comment', 'id', [parentId])).length === 0) return false;
    // A comment with replies is still there as a tombstone.
    const tombstone = await this.read('comment', 'id', [id]);
    if (tombstone.length > 0) {
      await this.query.updateTable('comment').set(content).where('id', '=', id).execute();
    } else await this.insert('comment', [{ ...comment, replies: 0 }]);
    const given = rows['comment_reaction'] ?? [];
    const existing = await this.existingUsers(given.map((row) => row['user_id']));
    await this.insert(
      'comment_reaction',
      given.filter((row) => existing.has(String(row['user_id']))),
    );
    return true;
  }

  private async read(table: string, column: string, values: readonly unknown[]): Promise<readonly Row[]> {
    if (values.length === 0) return [];
    return this.query.selectFrom(table).selectAll().where(column, 'in', values).execute();
  }

  private async insert(table: string, rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) {
      await this.query
        .insertInto(table)
        .values([...rows])
        .execute();
    }
  }

  private async existingUsers(ids: readonly unknown[]): Promise<ReadonlySet<string>> {
    const found = await this.read('account', 'id', [...new Set(ids)]);
    return new Set(found.map(({ id }) => String(id)));
  }

  private async existingIds(table: string, rows: readonly Row[], column: string): Promise<ReadonlySet<string>> {
    const found = await this.read(table, 'id', [...new Set(rows.map((row) => row[column]))]);
    return new Set(found.map(({ id }) => String(id)));
  }

  private get query() {
    return this.database.query<Tables>();
  }
}

/** The author's account was deleted: the comment becomes a tombstone for its replies. */
const tombstoneOf = (row: Row): Row => ({
  ...row,
  text: '',
  mentions: null,
  deleted_at: row['deleted_at'] ?? row['at'],
  deleted_by: row['deleted_by'] ?? row['author_id'],
});
