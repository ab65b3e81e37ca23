import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { hotScore } from '../../domain/posts/hot-score.js';
import {
  type NewPost,
  type Parameters,
  type ImageOfTake,
  type Post,
  type PostAddition,
  type PostChanges,
  type PostReplay,
} from '../../domain/posts/post.js';
import { mentionsColumn, parametersOf, POST_COLUMNS, replayColumns, toNewRow, toPost } from './post-row.js';

const BATCH_SIZE = 200;
const DEPENDENT_TABLES = ['post_tag', 'post_addition', 'post_participant', 'collection_post'] as const;

type CountChanges = ReadonlyMap<string, { readonly reactions?: number; readonly comments?: number }>;

/** Posts with their tags, additions, and participants. */
@Injectable()
export class Posts {
  constructor(private readonly database: Database) {}
  /** With tags and participants. Runs inside a transaction. @throws a unique violation for a known command or image */
  async add(post: NewPost): Promise<void> {
    const { id, at, tags, additions = [], participants, authorId } = post;
    await this.database.insertInto('post').values(toNewRow(post)).execute();
    await this.addTags(id, tags, at);
    await this.addAdditions(id, additions, at);
    const participantIds = [...new Set([authorId, ...participants.map(([userId]) => userId)])];
    const rows = participantIds.map((userId) => ({ user_id: userId, post_id: id, at }));
    await this.database.insertInto('post_participant').values(rows).execute();
  }

  async byId(id: string): Promise<Post | null> {
    return this.findOne((posts) => posts.where('id', '=', id));
  }
  /** In no particular order, without missing ids. One query. */
  async byIds(ids: readonly string[]): Promise<Post[]> {
    if (ids.length === 0) return [];
    return (await this.visiblePosts.where('id', 'in', ids).execute()).map(toPost);
  }
  /** Posts among these that a moderator hid. No other method reads hidden posts. */
  async hiddenByIds(ids: readonly string[]): Promise<Post[]> {
    if (ids.length === 0) return [];
    const hiddenPosts = this.allPosts.where('id', 'in', ids).where('hidden_at', 'is not', null);
    return (await hiddenPosts.execute()).map(toPost);
  }

  async byCommand(authorId: string, clientId: string): Promise<Post | null> {
    return this.findOne((posts) => posts.where('author_id', '=', authorId).where('client_id', '=', clientId));
  }

  async ofImage({ takeId, index }: ImageOfTake): Promise<Post | null> {
    return this.findOne((posts) => posts.where('take_id', '=', takeId).where('image_index', '=', index));
  }
  /** A post of an image that the author uploaded. */
  async ofUpload(authorId: string, sha256: string): Promise<Post | null> {
    return this.findOne((posts) =>
      posts.where('sha256', '=', sha256).where('author_id', '=', authorId).where('take_id', 'is', null),
    );
  }

  async parametersOf(id: string): Promise<Parameters | null> {
    const row = await this.database.selectFrom('post').select('parameters').where('id', '=', id).executeTakeFirst();
    return parametersOf(row?.parameters ?? null);
  }
  /** LoRAs and other additions by post. Posts without any are absent. One query. */
  async additionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly PostAddition[]>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.selectFrom('post_addition').selectAll().where('post_id', 'in', ids).execute();
    const byPost = Map.groupBy(rows, ({ post_id }) => post_id);
    return new Map(
      [...byPost].map(([postId, ofPost]) => [
        postId,
        ofPost.map(({ kind, addition_id: id, hash }) => ({ kind, id, hash })),
      ]),
    );
  }
  /** Locks the row until the end of the transaction. */
  async hold(id: string): Promise<Post | null> {
    await this.database
      .updateTable('post')
      .set(({ ref }) => ({ views: ref('views') }))
      .where('id', '=', id)
      .execute();
    return this.byId(id);
  }

  async change(
    id: string,
    {
      mentionIds,
      tags,
      commentsEnabled,
      replayEnabled,
      contentRating,
      minimumRating,
      description,
      ...text
    }: PostChanges,
    editedAt: number,
  ): Promise<void> {
    const changes: Partial<Row<'post'>> = {
      ...text,
      edited_at: editedAt,
      ...(description !== undefined && { description }),
      ...(contentRating && { content_rating: contentRating }),
      ...(minimumRating && { minimum_rating: minimumRating }),
      ...(commentsEnabled !== undefined && { comments_enabled: Number(commentsEnabled) }),
      ...(replayEnabled !== undefined && { replay_enabled: Number(replayEnabled) }),
      ...(mentionIds && { mentions: mentionsColumn(mentionIds) }),
      ...(tags && { tags: JSON.stringify(tags) }),
    };
    await this.database.updateTable('post').set(changes).where('id', '=', id).execute();
    if (!tags) return;
    const { at } = await this.database.selectFrom('post').select('at').where('id', '=', id).executeTakeFirstOrThrow();
    await this.database.deleteFrom('post_tag').where('post_id', '=', id).execute();
    await this.addTags(id, tags, Number(at));
  }

  async setReplay(id: string, replay: PostReplay | null): Promise<void> {
    await this.database.updateTable('post').set(replayColumns(replay)).where('id', '=', id).execute();
  }

  /** Size of the sheets and clips of a user's posts. */
  async replayBytesOf(authorId: string): Promise<number> {
    const counted = this.database
      .selectFrom('post')
      .select(({ fn }) => fn.sum<number | null>('replay_bytes').as('bytes'));
    return Number((await counted.where('author_id', '=', authorId).executeTakeFirstOrThrow()).bytes ?? 0);
  }

  /** The search index counts what it has, so a hidden post is not in it. */
  async hide(id: string, at: number): Promise<void> {
    await this.removeFromSearchIndex([id]);
    const update = this.database.updateTable('post').set({ hidden_at: at, search_row_number: null });
    await update.where('id', '=', id).execute();
  }

  async restore(id: string): Promise<void> {
    await this.database.updateTable('post').set({ hidden_at: null }).where('id', '=', id).execute();
  }
  /**
   * Deletes posts with their collection entries. Runs inside a transaction. Comments and reactions are deleted by their slice,
   * notifications on PostsRemoved. Reports stay.
   */
  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.removeFromSearchIndex(ids);
    for (const table of DEPENDENT_TABLES) await this.database.deleteFrom(table).where('post_id', 'in', ids).execute();
    // Remixes keep the parent take, if it is known.
    await this.database.updateTable('post').set({ parent_post_id: null }).where('parent_post_id', 'in', ids).execute();
    await this.database.deleteFrom('post').where('id', 'in', ids).execute();
  }
  /**
   * Adds to the counters of posts and updates `hot`. Skips deleted posts. Runs inside a transaction that publishes
   * PostCountsChanged.
   */
  async addCounts(changes: CountChanges): Promise<void> {
    // The order of ids keeps concurrent transactions from deadlocking.
    const ids = [...changes.keys()].sort();
    for (let from = 0; from < ids.length; from += BATCH_SIZE) {
      await this.addCountsOfBatch(changes, ids.slice(from, from + BATCH_SIZE));
    }
  }
  /** An author's posts in the order of ids. */
  async ofAuthor(
    authorId: string,
    afterId: string,
    limit: number,
    which: 'visible' | 'all' = 'visible',
  ): Promise<Post[]> {
    const posts = (which === 'all' ? this.allPosts : this.visiblePosts)
      .where('author_id', '=', authorId)
      .where('id', '>', afterId);
    return (await posts.orderBy('id').limit(limit).execute()).map(toPost);
  }
  /** Removes a user from the participants that list posts on user pages. */
  async removeParticipant(userId: string): Promise<void> {
    await this.database.deleteFrom('post_participant').where('user_id', '=', userId).execute();
  }
  /** Whether a post shows an image with this content. */
  async hasImage(sha256: string): Promise<boolean> {
    return (await this.findOne((posts) => posts.where('sha256', '=', sha256))) !== null;
  }
  /** The post of the first published image of each take. */
  async ofTakes(takeIds: readonly string[]): Promise<Post[]> {
    if (takeIds.length === 0) return [];
    const rows = await this.visiblePosts.where('take_id', 'in', takeIds).orderBy('image_index', 'desc').execute();
    return [...new Map(rows.map((row) => [row.take_id, toPost(row)])).values()];
  }
  /** Posts made from any of these posts or takes, newest first. */
  async madeFrom(postIds: readonly string[], takeIds: readonly string[], limit: number): Promise<Post[]> {
    const [fromPosts, fromTakes] = [
      postIds.length ? await this.newestWithParent('parent_post_id', postIds, limit) : [],
      takeIds.length ? await this.newestWithParent('parent_take_id', takeIds, limit) : [],
    ];
    const postsById = new Map([...fromPosts, ...fromTakes].map((post) => [post.id, post]));
    return [...postsById.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, limit);
  }

  /** Updates the counters first, then `hot` from the current rows: others may have counted in between. */
  private async addCountsOfBatch(changes: CountChanges, ids: readonly string[]): Promise<void> {
    const incremented = (column: 'likes' | 'comments') => {
      const cases = ids.map((id) => {
        const { reactions = 0, comments = 0 } = changes.get(id) ?? {};
        return sql`when ${id} then ${column === 'likes' ? reactions : comments}`;
      });
      return sql<number>`${sql.ref(column)} + case id ${sql.join(cases, sql` `)} else 0 end`;
    };
    await this.database
      .updateTable('post')
      .set({ likes: incremented('likes'), comments: incremented('comments') })
      .where('id', 'in', ids)
      .execute();
    const posts = this.database.selectFrom('post').select(['id', 'at', 'likes', 'comments']).where('id', 'in', ids);
    const rows = await posts.execute();
    if (rows.length === 0) return;
    const scores = rows.map(
      ({ id, at, likes, comments }) => sql`when ${id} then ${hotScore({ at: Number(at), likes, comments })}`,
    );
    await this.database
      .updateTable('post')
      .set({ hot_score: sql<number>`case id ${sql.join(scores, sql` `)} else hot_score end` })
      .where('id', 'in', ids)
      .execute();
  }

  private async newestWithParent(parent: 'parent_post_id' | 'parent_take_id', ids: readonly string[], limit: number) {
    const rows = await this.visiblePosts.where(parent, 'in', ids).orderBy('at', 'desc').limit(limit).execute();
    return rows.map(toPost);
  }

  private get visiblePosts() {
    return this.allPosts.where('hidden_at', 'is', null);
  }

  private get allPosts() {
    return this.database.selectFrom('post').select(POST_COLUMNS);
  }

  private async findOne(where: (posts: Posts['visiblePosts']) => Posts['visiblePosts']): Promise<Post | null> {
    const row = await where(this.visiblePosts).executeTakeFirst();
    return row ? toPost(row) : null;
  }

  private async addTags(id: string, tags: readonly string[], at: number): Promise<void> {
    if (tags.length === 0) return;
    const rows = tags.map((tag) => ({ tag, post_id: id, at }));
    await this.database.insertInto('post_tag').values(rows).execute();
  }

  private async addAdditions(postId: string, additions: readonly PostAddition[], at: number): Promise<void> {
    if (additions.length === 0) return;
    const rows = additions.map(({ kind, id, hash }) => ({ post_id: postId, kind, addition_id: id, hash, at }));
    await this.database.insertInto('post_addition').values(rows).execute();
  }

  /** Runs in the transaction that removes the posts, before they are removed. */
  private async removeFromSearchIndex(ids: readonly string[]): Promise<void> {
    const numbers = sql`select search_row_number from post where id in (${sql.join([...ids])}) and search_row_number is not null`;
    const column: RawBuilder<number> = this.database.dialect === 'sqlite' ? sql`rowid` : sql`number`;
    await sql`delete from post_search where ${column} in (${numbers})`.execute(this.database.query());
  }
}
