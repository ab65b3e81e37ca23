import { Injectable } from '@nestjs/common';
import { comesAfter, Database } from '@visionary/platform/database';
import { type ExpressionBuilder, sql } from 'kysely';
import { type CommentPlace, Comments, type StoredComment, type Thread } from '../../domain/talk/comments.js';
import type { AroundTables, CommentRow, TalkTables } from './tables.js';

type Tables = TalkTables & Pick<AroundTables, 'block'>;

const commentOf = (row: CommentRow): StoredComment => ({
  id: row.id,
  postId: row.post_id,
  parentId: row.parent_id,
  authorId: row.author_id,
  clientId: row.client_id,
  text: row.text,
  mentionIds: row.mentions === null ? [] : (JSON.parse(row.mentions) as string[]),
  at: Number(row.at),
  editedAt: row.edited_at === null ? null : Number(row.edited_at),
  removed: row.removed_at === null ? null : { byId: row.removed_by ?? '', at: Number(row.removed_at) },
  replies: row.replies,
});

const mentionsColumn = (ids: readonly string[]): string | null => (ids.length > 0 ? JSON.stringify(ids) : null);

/** Neither has blocked the other. */
const hears =
  (viewerId: string) =>
  ({ and, exists, not, selectFrom }: ExpressionBuilder<Tables, 'comment'>) => {
    const mine = selectFrom('block')
      .select('block.person_id')
      .where('block.person_id', '=', viewerId)
      .whereRef('block.blocked_id', '=', 'comment.author_id');
    const theirs = selectFrom('block as other')
      .select('other.person_id')
      .whereRef('other.person_id', '=', 'comment.author_id')
      .where('other.blocked_id', '=', viewerId);
    return and([not(exists(mine)), not(exists(theirs))]);
  };

@Injectable()
export class SqlComments extends Comments {
  constructor(private readonly database: Database) {
    super();
  }

  async add(comment: StoredComment): Promise<void> {
    const row = {
      ...{ id: comment.id, post_id: comment.postId, parent_id: comment.parentId, author_id: comment.authorId },
      ...{ client_id: comment.clientId, text: comment.text, mentions: mentionsColumn(comment.mentionIds) },
      ...{ at: comment.at, edited_at: null, removed_at: null, removed_by: null, replies: 0 },
    };
    await this.query.insertInto('comment').values(row).execute();
  }

  async byId(id: string): Promise<StoredComment | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  async byIds(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    const rows = this.query.selectFrom('comment').selectAll().where('id', 'in', ids);
    return (await rows.execute()).map(commentOf);
  }

  async byCommand(authorId: string, clientId: string): Promise<StoredComment | null> {
    const rows = this.query.selectFrom('comment').selectAll().where('author_id', '=', authorId);
    const row = await rows.where('client_id', '=', clientId).executeTakeFirst();
    return row ? commentOf(row) : null;
  }

  async hold(id: string): Promise<StoredComment | null> {
    const held = this.query.updateTable('comment').set(({ ref }) => ({ replies: ref('replies') }));
    await held.where('id', '=', id).execute();
    return this.byId(id);
  }

  async page({ postId, parentId, viewerId }: Thread, after: CommentPlace | null, limit: number) {
    let rows = this.query.selectFrom('comment').selectAll().where('post_id', '=', postId);
    rows = parentId === null ? rows.where('parent_id', 'is', null) : rows.where('parent_id', '=', parentId);
    if (viewerId !== null) rows = rows.where(hears(viewerId));
    if (after) rows = rows.where(comesAfter(['at', 'id'], [after.at, after.id], 'asc'));
    return (await rows.orderBy('at').orderBy('id').limit(limit).execute()).map(commentOf);
  }

  async repliesTo(
    parentIds: readonly string[],
    { postId, viewerId }: Pick<Thread, 'postId' | 'viewerId'>,
    each: number,
  ): Promise<StoredComment[]> {
    if (parentIds.length === 0) return [];
    const place = sql<number>`row_number() over (partition by parent_id order by at, id)`.as('place');
    let all = this.query.selectFrom('comment').selectAll().select(place);
    // By the picture, too: the index begins with it.
    all = all.where('post_id', '=', postId).where('parent_id', 'in', parentIds);
    if (viewerId !== null) all = all.where(hears(viewerId));
    const first = this.query.selectFrom(all.as('all')).selectAll().where('place', '<=', each);
    return (await first.orderBy('at').orderBy('id').execute()).map(commentOf);
  }

  async edit(id: string, text: string, mentionIds: readonly string[], at: number): Promise<void> {
    const changes = { text, mentions: mentionsColumn(mentionIds), edited_at: at };
    await this.query.updateTable('comment').set(changes).where('id', '=', id).execute();
  }

  async empty(ids: readonly string[], byId: string, at: number): Promise<void> {
    if (ids.length === 0) return;
    const changes = { text: '', mentions: null, removed_at: at, removed_by: byId };
    await this.query.updateTable('comment').set(changes).where('id', 'in', ids).execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.query.deleteFrom('comment').where('id', 'in', ids).execute();
  }

  async addReply(id: string): Promise<void> {
    const changed = this.query.updateTable('comment').set((row) => ({ replies: row('replies', '+', 1) }));
    await changed.where('id', '=', id).execute();
  }

  async lowerReplies(fewer: ReadonlyMap<string, number>): Promise<void> {
    if (fewer.size === 0) return;
    const cases = [...fewer].map(([id, count]) => sql`when ${id} then ${count}`);
    const replies = sql<number>`replies - case id ${sql.join(cases, sql` `)} else 0 end`;
    await this.query
      .updateTable('comment')
      .set({ replies })
      .where('id', 'in', [...fewer.keys()])
      .execute();
  }

  async bareTraces(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    const rows = this.query.selectFrom('comment').selectAll().where('id', 'in', ids);
    return (await rows.where('removed_at', 'is not', null).where('replies', '<=', 0).execute()).map(commentOf);
  }

  async postsOf(authorId: string): Promise<string[]> {
    const rows = this.query.selectFrom('comment').select('post_id').distinct().where('author_id', '=', authorId);
    return (await rows.execute()).map(({ post_id }) => post_id);
  }

  async saidBy(authorId: string, afterId: string, limit: number): Promise<StoredComment[]> {
    const rows = this.query.selectFrom('comment').selectAll().where('author_id', '=', authorId);
    return (await rows.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(commentOf);
  }

  private get query() {
    return this.database.query<Tables>();
  }
}
