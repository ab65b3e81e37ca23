import { Injectable } from '@nestjs/common';
import type { CommentSubject, CommentSubjectKind } from '@visionary/contract';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { BlockedReplyCounts, CommentCursor, ModeratedComment, StoredComment, Thread } from '../domain/comment.js';
import { notBlocked } from './not-blocked.js';

/** The text of a hidden comment stays in its row. */
const commentOf = (row: Row<'comment'>): StoredComment => {
  const isRemoved = row.deleted_at !== null;
  return {
    id: row.id,
    subject: { kind: row.subject_kind, id: row.subject_id },
    parentId: row.parent_id,
    authorId: row.author_id,
    clientId: row.client_id,
    text: isRemoved ? '' : row.text,
    mentionIds: isRemoved || row.mentions === null ? [] : (JSON.parse(row.mentions) as string[]),
    at: Number(row.at),
    editedAt: row.edited_at === null ? null : Number(row.edited_at),
    removed: isRemoved
      ? { byId: row.deleted_by ?? '', at: Number(row.deleted_at), isHidden: row.hidden_at !== null }
      : null,
    replies: row.replies,
  };
};

const mentionsColumn = (ids: readonly string[]): string | null => (ids.length > 0 ? JSON.stringify(ids) : null);

/** A deleted or hidden comment is listed only as a tombstone above its replies. */
const isListed = (): RawBuilder<SqlBool> => sql<SqlBool>`(deleted_at is null or replies > 0)`;
/** Rows of deleted comments without replies only make their commands idempotent. */
const isKept = (): RawBuilder<SqlBool> => sql<SqlBool>`(deleted_at is null or hidden_at is not null or replies > 0)`;

/** Viewers don't see comments of users with whom they have a block, in either direction. */
@Injectable()
export class CommentsRepository {
  constructor(private readonly database: Database) {}

  async add(comment: StoredComment): Promise<void> {
    const row = {
      id: comment.id,
      subject_kind: comment.subject.kind,
      subject_id: comment.subject.id,
      parent_id: comment.parentId,
      author_id: comment.authorId,
      client_id: comment.clientId,
      text: comment.text,
      mentions: mentionsColumn(comment.mentionIds),
      at: comment.at,
      edited_at: null,
      deleted_at: null,
      deleted_by: null,
      hidden_at: null,
      replies: 0,
    };
    await this.database.insertInto('comment').values(row).execute();
  }

  /** As moderators see them, without deleted ones. */
  async moderated(ids: readonly string[]): Promise<ModeratedComment[]> {
    if (ids.length === 0) return [];
    const comments = this.database.selectFrom('comment').selectAll().where('id', 'in', ids);
    const rows = comments.where(({ eb, or }) => or([eb('deleted_at', 'is', null), eb('hidden_at', 'is not', null)]));
    return (await rows.execute()).map((row) => ({
      ...commentOf({ ...row, deleted_at: null }),
      isHidden: row.hidden_at !== null,
    }));
  }

  async byId(id: string): Promise<StoredComment | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  /** In no particular order, without missing ids. */
  async byIds(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    return (await this.select.where('id', 'in', ids).where(isKept()).execute()).map(commentOf);
  }

  /** Also a deleted one. */
  async byCommand(authorId: string, clientId: string): Promise<StoredComment | null> {
    const rows = this.select.where('author_id', '=', authorId).where('client_id', '=', clientId);
    const row = await rows.executeTakeFirst();
    return row ? commentOf(row) : null;
  }

  /** The users among some who have comments on a subject. */
  async authorsAmong(subject: CommentSubject, userIds: readonly string[]): Promise<string[]> {
    if (userIds.length === 0) return [];
    const rows = this.database
      .selectFrom('comment')
      .select('author_id')
      .distinct()
      .where('subject_kind', '=', subject.kind)
      .where('subject_id', '=', subject.id)
      .where('author_id', 'in', userIds)
      .where('deleted_at', 'is', null);
    return (await rows.execute()).map(({ author_id }) => author_id);
  }

  /** Top-level comments, or the replies to one: oldest first. */
  async page({ subject, parentId, viewerId }: Thread, after: CommentCursor | null, limit: number) {
    let rows = this.ofSubject(subject).where(isListed());
    rows = parentId === null ? rows.where('parent_id', 'is', null) : rows.where('parent_id', '=', parentId);
    if (viewerId !== null) rows = rows.where(notBlocked(viewerId, 'comment.author_id'));
    if (after) rows = rows.where(afterKeyset(['at', 'id'], [after.at, after.id], 'asc'));
    return (await rows.orderBy('at').orderBy('id').limit(limit).execute()).map(commentOf);
  }

  /** Comments and replies, newest first, without removed ones. */
  async newest({ subject, viewerId }: Omit<Thread, 'parentId'>, limit: number): Promise<StoredComment[]> {
    let rows = this.ofSubject(subject).where('deleted_at', 'is', null);
    if (viewerId !== null) rows = rows.where(notBlocked(viewerId, 'comment.author_id'));
    return (await rows.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(commentOf);
  }

  /** The first replies to each comment, oldest first. One query. */
  async repliesTo(
    parentIds: readonly string[],
    { subject, viewerId }: Omit<Thread, 'parentId'>,
    limit: number,
  ): Promise<StoredComment[]> {
    if (parentIds.length === 0) return [];
    const rowIndex = sql<number>`row_number() over (partition by parent_id order by at, id)`.as('row_index');
    // The index begins with the subject.
    let replies = this.ofSubject(subject).select(rowIndex).where('parent_id', 'in', parentIds).where(isListed());
    if (viewerId !== null) replies = replies.where(notBlocked(viewerId, 'comment.author_id'));
    const firstReplies = this.database.selectFrom(replies.as('reply')).selectAll().where('row_index', '<=', limit);
    return (await firstReplies.orderBy('at').orderBy('id').execute()).map(commentOf);
  }

  /** How many replies each viewer doesn't see, by comment. Zeros are absent. One query. */
  async blockedReplyCounts(
    { kind, id }: CommentSubject,
    parentIds: readonly string[],
    viewerIds: readonly string[],
  ): Promise<BlockedReplyCounts> {
    const counts = new Map<string, Map<string, number>>();
    if (parentIds.length === 0 || viewerIds.length === 0) return counts;
    const replyRows = this.database
      .selectFrom('comment')
      .where('subject_kind', '=', kind)
      .where('subject_id', '=', id)
      .where('parent_id', 'in', parentIds)
      .where('deleted_at', 'is', null);
    const blocking = replyRows
      .innerJoin('block', 'block.user_id', 'comment.author_id')
      .where('block.blocked_id', 'in', viewerIds)
      .select(['comment.id', 'comment.parent_id', 'block.blocked_id as viewer_id']);
    const blocked = replyRows
      .innerJoin('block', 'block.blocked_id', 'comment.author_id')
      .where('block.user_id', 'in', viewerIds)
      .select(['comment.id', 'comment.parent_id', 'block.user_id as viewer_id']);
    const rows = await this.database
      .selectFrom(blocking.union(blocked).as('reply'))
      .select(({ fn }) => ['parent_id', 'viewer_id', fn.countAll<number>().as('replies')])
      .groupBy(['parent_id', 'viewer_id'])
      .execute();
    for (const { parent_id, viewer_id, replies } of rows) {
      const counter = counts.get(parent_id ?? '') ?? new Map<string, number>();
      counts.set(parent_id ?? '', counter.set(viewer_id, Number(replies)));
    }
    return counts;
  }

  async edit(id: string, text: string, mentionIds: readonly string[], at: number): Promise<void> {
    const changes = { text, mentions: mentionsColumn(mentionIds), edited_at: at };
    await this.database.updateTable('comment').set(changes).where('id', '=', id).execute();
  }

  /** Turns comments into tombstones, which are not listed without replies. */
  async eraseText(ids: readonly string[], byId: string, at: number): Promise<void> {
    if (ids.length === 0) return;
    const changes = { text: '', mentions: null, deleted_at: at, deleted_by: byId, hidden_at: null };
    await this.database.updateTable('comment').set(changes).where('id', 'in', ids).execute();
  }

  /** Keeps the text for `unhide`. */
  async hide(ids: readonly string[], byId: string, at: number): Promise<void> {
    const changes = { deleted_at: at, deleted_by: byId, hidden_at: at };
    await this.database.updateTable('comment').set(changes).where('id', 'in', ids).execute();
  }

  async unhide(id: string): Promise<void> {
    const changes = { deleted_at: null, deleted_by: null, hidden_at: null };
    await this.database.updateTable('comment').set(changes).where('id', '=', id).execute();
  }

  async delete(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.database.deleteFrom('comment').where('id', 'in', ids).execute();
  }

  /** Deletes what is left of a user's deleted comments without replies. */
  async deleteErased(kind: CommentSubjectKind, authorId: string): Promise<void> {
    const ofAuthor = this.database.deleteFrom('comment').where('author_id', '=', authorId);
    await ofAuthor
      .where('subject_kind', '=', kind)
      .where(sql<SqlBool>`not ${isKept()}`)
      .execute();
  }

  /** Deletes all comments on these subjects with their reactions. */
  async deleteOf(kind: CommentSubjectKind, subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    const comments = this.database.selectFrom('comment').select('id').where('subject_kind', '=', kind);
    const commentIds = comments.where('subject_id', 'in', subjectIds);
    for (const table of ['reaction', 'reaction_count'] as const) {
      const deletion = this.database.deleteFrom(table).where('subject_kind', '=', 'comment');
      await deletion.where('subject_id', 'in', commentIds).execute();
    }
    const deletion = this.database.deleteFrom('comment').where('subject_kind', '=', kind);
    await deletion.where('subject_id', 'in', subjectIds).execute();
  }

  async addReply(id: string): Promise<void> {
    const update = this.database.updateTable('comment').set((row) => ({ replies: row('replies', '+', 1) }));
    await update.where('id', '=', id).execute();
  }

  async lowerReplies(removedCounts: ReadonlyMap<string, number>): Promise<void> {
    if (removedCounts.size === 0) return;
    const cases = [...removedCounts].map(([id, count]) => sql`when ${id} then ${count}`);
    const replies = sql<number>`replies - case id ${sql.join(cases, sql` `)} else 0 end`;
    await this.database
      .updateTable('comment')
      .set({ replies })
      .where('id', 'in', [...removedCounts.keys()])
      .execute();
  }

  /** Those of these tombstones that have no replies left and can't be restored. */
  async emptyTombstones(ids: readonly string[]): Promise<StoredComment[]> {
    if (ids.length === 0) return [];
    const deleted = this.select.where('id', 'in', ids).where('deleted_at', 'is not', null);
    const empty = deleted.where('hidden_at', 'is', null).where('replies', '<=', 0);
    return (await empty.execute()).map(commentOf);
  }

  /** A user's comments on one kind of subject in the order of ids. */
  async ofAuthor(kind: CommentSubjectKind, authorId: string, afterId: string, limit: number): Promise<StoredComment[]> {
    const rows = this.select.where('author_id', '=', authorId).where('subject_kind', '=', kind).where(isKept());
    return (await rows.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(commentOf);
  }

  private get select() {
    return this.database.selectFrom('comment').selectAll('comment');
  }

  private ofSubject({ kind, id }: CommentSubject) {
    return this.select.where('subject_kind', '=', kind).where('subject_id', '=', id);
  }
}
