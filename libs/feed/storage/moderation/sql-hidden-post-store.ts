import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { HiddenPostStore, type RowSnapshot } from '../../domain/moderation/hidden-post-store.js';

type Row = Readonly<Record<string, unknown>>;
type Tables = Record<string, Record<string, unknown>>;

/** In the order in which they are laid back, by the column that names the post; `who`: whose it is. */
const OF_POST = [
  { table: 'post', column: 'id' },
  { table: 'post_tag', column: 'post_id' },
  { table: 'post_lora', column: 'post_id' },
  { table: 'post_participant', column: 'post_id', who: 'user_id' },
  { table: 'post_reaction', column: 'post_id', who: 'user_id' },
  { table: 'post_reaction_count', column: 'post_id' },
  { table: 'comment', column: 'post_id' },
  { table: 'collection_post', column: 'post_id' },
] as const;

@Injectable()
export class SqlHiddenPostStore extends HiddenPostStore {
  constructor(private readonly database: Database) {
    super();
  }

  async snapshotPost(postId: string): Promise<RowSnapshot> {
    const rows: Record<string, readonly Row[]> = {};
    for (const { table, column } of OF_POST) rows[table] = await this.read(table, column, [postId]);
    const commentIds = (rows['comment'] ?? []).map(({ id }) => String(id));
    return { ...rows, comment_reaction: await this.read('comment_reaction', 'comment_id', commentIds) };
  }

  async restorePost(rows: RowSnapshot): Promise<void> {
    const of = (table: string): readonly Row[] => rows[table] ?? [];
    const here = await this.usersHere([
      ...[...of('post_participant'), ...of('post_reaction'), ...of('comment_reaction')].map((row) => row['user_id']),
      ...of('comment').map((row) => row['author_id']),
    ]);
    const collections = await this.idsThere('collection', of('collection_post'), 'collection_id');
    const theirs = (row: Row): boolean => here.has(String(row['user_id']));
    // Its words are indexed anew.
    await this.insert(
      'post',
      of('post').map((row) => ({ ...row, search_row_number: null })),
    );
    for (const table of ['post_tag', 'post_lora', 'post_reaction_count']) await this.insert(table, of(table));
    for (const table of ['post_participant', 'post_reaction']) await this.insert(table, of(table).filter(theirs));
    await this.insert(
      'comment',
      of('comment').map((row) => (here.has(String(row['author_id'])) ? row : emptied(row))),
    );
    await this.insert('comment_reaction', of('comment_reaction').filter(theirs));
    await this.insert(
      'collection_post',
      of('collection_post').filter((row) => collections.has(String(row['collection_id']))),
    );
  }

  async readComment(commentId: string): Promise<RowSnapshot> {
    return {
      comment: await this.read('comment', 'id', [commentId]),
      comment_reaction: await this.read('comment_reaction', 'comment_id', [commentId]),
    };
  }

  async restoreComment(rows: RowSnapshot): Promise<boolean> {
    const [comment] = rows['comment'] ?? [];
    if (!comment) return false;
    const { id, post_id: postId, parent_id: parentId, replies: _replies, ...said } = comment;
    if ((await this.read('post', 'id', [postId])).length === 0) return false;
    if (parentId !== null && (await this.read('comment', 'id', [parentId])).length === 0) return false;
    // That it was there may have stayed, where others stand beneath it.
    const trace = await this.read('comment', 'id', [id]);
    if (trace.length > 0) {
      await this.query.updateTable('comment').set(said).where('id', '=', id).execute();
    } else await this.insert('comment', [{ ...comment, replies: 0 }]);
    const given = rows['comment_reaction'] ?? [];
    const here = await this.usersHere(given.map((row) => row['user_id']));
    await this.insert(
      'comment_reaction',
      given.filter((row) => here.has(String(row['user_id']))),
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

  private async usersHere(ids: readonly unknown[]): Promise<ReadonlySet<string>> {
    const found = await this.read('account', 'id', [...new Set(ids)]);
    return new Set(found.map(({ id }) => String(id)));
  }

  private async idsThere(table: string, rows: readonly Row[], column: string): Promise<ReadonlySet<string>> {
    const found = await this.read(table, 'id', [...new Set(rows.map((row) => row[column]))]);
    return new Set(found.map(({ id }) => String(id)));
  }

  private get query() {
    return this.database.query<Tables>();
  }
}

/** Whoever said it has left: that it was there stays, for what stands beneath it. */
const emptied = (row: Row): Row => ({
  ...{ ...row, text: '', mentions: null },
  ...{ deleted_at: row['deleted_at'] ?? row['at'], deleted_by: row['deleted_by'] ?? row['author_id'] },
});
