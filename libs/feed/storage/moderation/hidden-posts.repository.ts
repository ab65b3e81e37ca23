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
  { table: 'collection_post', column: 'post_id' },
] as const;

/** Moves hidden posts out of the tables as snapshots, and back. Runs inside a transaction. */
@Injectable()
export class HiddenPostsRepository {
  constructor(private readonly database: Database) {}

  /** A post with its collection entries. Changes nothing. */
  async snapshotPost(postId: string): Promise<RowSnapshot> {
    const rows: Record<string, readonly Row[]> = {};
    for (const { table, column } of POST_TABLES) rows[table] = await this.read(table, column, [postId]);
    return rows;
  }

  /** Leaves out what belongs to users whose account was deleted since. */
  async restorePost(rows: RowSnapshot): Promise<void> {
    const of = (table: string): readonly Row[] => rows[table] ?? [];
    const existing = await this.existingUsers(of('post_participant').map((row) => row['user_id']));
    const collections = await this.existingIds('collection', of('collection_post'), 'collection_id');
    const hasUser = (row: Row): boolean => existing.has(String(row['user_id']));
    // Without a number the post is indexed again.
    await this.insert(
      'post',
      of('post').map((row) => ({ ...row, search_row_number: null })),
    );
    for (const table of ['post_tag', 'post_lora']) await this.insert(table, of(table));
    await this.insert('post_participant', of('post_participant').filter(hasUser));
    await this.insert(
      'collection_post',
      of('collection_post').filter((row) => collections.has(String(row['collection_id']))),
    );
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
