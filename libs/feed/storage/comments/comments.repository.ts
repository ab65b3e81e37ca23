import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { BlockedReplyCounts, CommentCursor, StoredComment, Thread } from '../../domain/comments/comments.js';
import { notBlocked } from '../not-blocked.js';

const commentOf = (row: Row<'comment'>): StoredComment => ({
  id: row.id,
  postId: row.post_id,
  parentId: row.parent_id,
  authorId: row.author_id,
  clientId: row.client_id,
  text: row.text,
  mentionIds: row.mentions === null ? [] : (JSON.parse(row.mentions) as string[]),
  at: Number(row.at),
  editedAt: row.edited_at === null ? null : Number(row.edited_at),
  removed: row.deleted_at === null ? null : { byId: row.deleted_by ?? '', at: Number(row.deleted_at) },
  replies: row.replies,
});

const mentionsColumn = (ids: readonly string[]): string | null => (ids.length > 0 ? JSON.stringify(ids) : null);

/** Comments on posts. Viewers don't see comments of users with whom they have a block, in either direction. */
@Injectable()
export class CommentsRepository {
  constructor(private readonly database: Database) {}

  async add(comment: StoredComment): Promise<void> {
    const row = {
      id: comment.id,
      post_id: comment.postId,
      parent_id: comment.parentId,
      author_id: comment.authorId,
      client_id: comment.clientId,
      text: comment.text,
      mentions: mentionsColumn(comment.mentionIds),
      at: comment.at,
      edited_at: null,
      deleted_at: null,
      deleted_by: null,
      replies: 0,
    };
    await this.query.insertInto('comment').values(row).execute();
  }

  async byId(id: string): Promise<StoredComment | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  /** In no particular order, without missing ids. */
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

  /** Locks the row until the end of the transaction. */
  async hold(id: string): Promise<StoredComment | null> {
    const held = this.query.updateTable('comment').set(({ ref }) => ({ replies: ref('replies') }));
    await held.where('id', '=', id).execute();
    return this.byId(id);
  }

  /** Top-level comments, or the replies to one: oldest first. */
  async page({ postId, parentId, viewerId }: Thread, after: CommentCursor | null, limit: number) {
    let rows = this.query.selectFrom('comment').selectAll().where('post_id', '=', postId);
    rows = parentId === null ? rows.where('parent_id', 'is', null) : rows.where('parent_id', '=', parentId);
    if (viewerId !== null) rows = rows.where(notBlocked(viewerId, 'comment.author_id'));
    if (after) rows = rows.where(afterKeyset(['at', 'id'], [after.at, after.id], 'asc'));
    return (await rows.orderBy('at').orderBy('id').limit(limit).execute()).map(commentOf);
  }

  /** The first replies to each comment, oldest first. One query. */
  async repliesTo(
    parentIds: readonly string[],
    { postId, viewerId }: Pick<Thread, 'postId' | 'viewerId'>,
    each: number,
  ): Promise<StoredComment[]> {
    if (parentIds.length === 0) return [];
    const place = sql<number>`row_number() over (partition by parent_id order by at, id)`.as('place');
    let all = this.query.selectFrom('comment').selectAll().select(place);
    // The index begins with the post.
    all = all.where('post_id', '=', postId).where('parent_id', 'in', parentIds);
    if (viewerId !== null) all = all.where(notBlocked(viewerId, 'comment.author_id'));
    const first = this.query.selectFrom(all.as('all')).selectAll().where('place', '<=', each);
    return (await first.orderBy('at').orderBy('id').execute()).map(commentOf);
  }

  /** How many replies each viewer doesn't see, by comment. Zeros are absent. One query. */
  async blockedReplyCounts(
    postId: string,
    parentIds: readonly string[],
    viewerIds: readonly string[],
  ): Promise<BlockedReplyCounts> {
    const counts = new Map<string, Map<string, number>>();
    if (parentIds.length === 0 || viewerIds.length === 0) return counts;
    const replyRows = this.query
      .selectFrom('comment')
      .where('post_id', '=', postId)
      .where('parent_id', 'in', parentIds);
    const blocking = replyRows
      .innerJoin('block', 'block.user_id', 'comment.author_id')
      .where('block.blocked_id', 'in', viewerIds)
      .select(['comment.id', 'comment.parent_id', 'block.blocked_id as viewer_id']);
    const blocked = replyRows
      .innerJoin('block', 'block.blocked_id', 'comment.author_id')
      .where('block.user_id', 'in', viewerIds)
      .select(['comment.id', 'comment.parent_id', 'block.user_id as viewer_id']);
    const rows = await this.query
      .selectFrom(blocking.union(blocked).as('all'))
      .select(({ fn }) => ['parent_id', 'viewer_id', fn.countAll<number>().as('replies')])
      .groupBy(['parent_id', 'viewer_id'])
      .execute();
    for (const { parent_id, viewer_id, replies } of rows) {
      const ofParent = counts.get(parent_id ?? '') ?? new Map<string, number>();
      counts.set(parent_id ?? '', ofParent.set(viewer_id, Number(replies)));
    }
    return counts;
  }

  async edit(id: string, text: string, mentionIds: readonly string[], at: number): Promise<void> {
    const changes = { text, mentions: mentionsColumn(mentionIds), edited_at: at };
    await this.query.updateTable('comment').set(changes).where('id', '=', id).execute();
  }

  /** Turns comments into tombstones. */
  async eraseText(ids: readonly string[], byId: string, at: number): Promise<void> {
    if (ids.length === 0) return;
    const changes = { text: '', mentions: null, deleted_at: at, deleted_by: byId };
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

  /** Those of these tombstones that have no replies left. */
  async emptyTombstones(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    const rows = this.query.selectFrom('comment').selectAll().where('id', 'in', ids);
    return (await rows.where('deleted_at', 'is not', null).where('replies', '<=', 0).execute()).map(commentOf);
  }

  /** Posts that a user commented on. */
  async postIdsOf(authorId: string): Promise<string[]> {
    const rows = this.query.selectFrom('comment').select('post_id').distinct().where('author_id', '=', authorId);
    return (await rows.execute()).map(({ post_id }) => post_id);
  }

  /** A user's comments in the order of ids. */
  async ofAuthor(authorId: string, afterId: string, limit: number): Promise<StoredComment[]> {
    const rows = this.query.selectFrom('comment').selectAll().where('author_id', '=', authorId);
    return (await rows.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(commentOf);
  }

  private get query() {
    return this.database.query();
  }
}
