import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { FeedbackCursor, HiddenReplyCounts, StoredComment, Thread } from '../../domain/feedback/comments.js';
import { hears } from './hears.js';

/** Hides comments of users who block the viewer or whom the viewer blocks. */
@Injectable()
export class SqlHubComments {
  constructor(private readonly database: Database) {}

  async add(comment: StoredComment): Promise<void> {
    const row = {
      id: comment.id,
      model_id: comment.modelId,
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
    await this.query.insertInto('hub_comment').values(row).execute();
  }

  async byId(id: string): Promise<StoredComment | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  /** In no particular order. Omits unknown ids. */
  async byIds(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    return (await this.select.where('id', 'in', ids).execute()).map(commentOf);
  }

  async byCommand(authorId: string, clientId: string): Promise<StoredComment | null> {
    const rows = this.select.where('author_id', '=', authorId).where('client_id', '=', clientId);
    const row = await rows.executeTakeFirst();
    return row ? commentOf(row) : null;
  }

  /** Top-level comments, or the replies to one; oldest first. */
  async page({ modelId, parentId, viewerId }: Thread, after: FeedbackCursor | null, limit: number) {
    let rows = this.select.where('model_id', '=', modelId);
    rows = parentId === null ? rows.where('parent_id', 'is', null) : rows.where('parent_id', '=', parentId);
    if (viewerId !== null) rows = rows.where(hears(viewerId, 'hub_comment.author_id'));
    if (after) rows = rows.where(afterKeyset(['at', 'id'], [after.at, after.id], 'asc'));
    return (await rows.orderBy('at').orderBy('id').limit(limit).execute()).map(commentOf);
  }

  /** Comments and replies, newest first, without removed ones. */
  async lastOf({ modelId, viewerId }: Omit<Thread, 'parentId'>, limit: number): Promise<StoredComment[]> {
    let rows = this.select.where('model_id', '=', modelId).where('deleted_at', 'is', null);
    if (viewerId !== null) rows = rows.where(hears(viewerId, 'hub_comment.author_id'));
    return (await rows.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(commentOf);
  }

  /** The first `each` replies to each parent, oldest first, in one query. */
  async repliesTo(
    parentIds: readonly string[],
    { modelId, viewerId }: Omit<Thread, 'parentId'>,
    each: number,
  ): Promise<StoredComment[]> {
    if (parentIds.length === 0) return [];
    const position = sql<number>`row_number() over (partition by parent_id order by at, id)`.as('position');
    // The index starts with the model.
    let all = this.select.select(position).where('model_id', '=', modelId).where('parent_id', 'in', parentIds);
    if (viewerId !== null) all = all.where(hears(viewerId, 'hub_comment.author_id'));
    const first = this.query.selectFrom(all.as('reply')).selectAll().where('position', '<=', each);
    return (await first.orderBy('at').orderBy('id').execute()).map(commentOf);
  }

  /** Counts the replies hidden from each viewer in one query. Omits viewers who see all. */
  async hiddenReplies(
    modelId: string,
    parentIds: readonly string[],
    viewerIds: readonly string[],
  ): Promise<HiddenReplyCounts> {
    const counts = new Map<string, Map<string, number>>();
    if (parentIds.length === 0 || viewerIds.length === 0) return counts;
    const { rows } = await sql<{ parent_id: string; viewer_id: string; replies: number }>`
      select parent_id, viewer_id, count(*) as replies from (
        select reply.id, reply.parent_id, block.blocked_id as viewer_id from hub_comment as reply
          inner join block on block.user_id = reply.author_id
          where reply.model_id = ${modelId} and reply.parent_id in (${sql.join(parentIds)})
            and block.blocked_id in (${sql.join(viewerIds)})
        union select reply.id, reply.parent_id, block.user_id from hub_comment as reply
          inner join block on block.blocked_id = reply.author_id
          where reply.model_id = ${modelId} and reply.parent_id in (${sql.join(parentIds)})
            and block.user_id in (${sql.join(viewerIds)})
      ) as hidden group by parent_id, viewer_id`.execute(this.query);
    for (const { parent_id, viewer_id, replies } of rows) {
      const ofParent = counts.get(parent_id) ?? new Map<string, number>();
      counts.set(parent_id, ofParent.set(viewer_id, Number(replies)));
    }
    return counts;
  }

  async edit(id: string, text: string, mentionIds: readonly string[], at: number): Promise<void> {
    const changes = { text, mentions: mentionsColumn(mentionIds), edited_at: at };
    await this.query.updateTable('hub_comment').set(changes).where('id', '=', id).execute();
  }

  /** Removes the texts but keeps the rows. */
  async empty(ids: readonly string[], byId: string, at: number): Promise<void> {
    if (ids.length === 0) return;
    const changes = { text: '', mentions: null, deleted_at: at, deleted_by: byId };
    await this.query.updateTable('hub_comment').set(changes).where('id', 'in', ids).execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.query.deleteFrom('hub_comment').where('id', 'in', ids).execute();
  }

  async recountReplies(ids: readonly string[]): Promise<void> {
    for (const id of [...new Set(ids)].sort()) {
      const children = this.query.selectFrom('hub_comment').select(({ fn }) => fn.countAll<number>().as('replies'));
      // MySQL can't update a table that a subquery of the statement reads.
      const { replies } = await children.where('parent_id', '=', id).executeTakeFirstOrThrow();
      const changed = this.query.updateTable('hub_comment').set({ replies: Number(replies) });
      await changed.where('id', '=', id).execute();
    }
  }

  /** Removed comments without replies. */
  async bareTraces(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    const traces = this.select.where('id', 'in', ids).where('deleted_at', 'is not', null);
    return (await traces.where('replies', '<=', 0).execute()).map(commentOf);
  }

  /** A user's comments by id. */
  async byAuthor(authorId: string, afterId: string, limit: number): Promise<StoredComment[]> {
    const rows = this.select.where('author_id', '=', authorId).where('id', '>', afterId);
    return (await rows.orderBy('id').limit(limit).execute()).map(commentOf);
  }

  /** Ids of some comments on a model. */
  async someOf(modelId: string, limit: number): Promise<string[]> {
    const rows = this.query.selectFrom('hub_comment').select('id').where('model_id', '=', modelId).limit(limit);
    return (await rows.execute()).map(({ id }) => id);
  }

  private get query() {
    return this.database.query();
  }

  private get select() {
    return this.query.selectFrom('hub_comment').selectAll();
  }
}

const mentionsColumn = (ids: readonly string[]): string | null => (ids.length > 0 ? JSON.stringify(ids) : null);

const commentOf = (row: Row<'hub_comment'>): StoredComment => ({
  id: row.id,
  modelId: row.model_id,
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
