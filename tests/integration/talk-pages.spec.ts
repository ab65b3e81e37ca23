import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Tables } from '@visionary/platform/database';
import { sql } from 'kysely';
import { CommentsRepository } from '../../libs/comments/storage/comments.repository.js';
import { ReactionsRepository } from '../../libs/comments/storage/reactions.repository.js';
import { CommentReader } from '../../libs/comments/use-cases/comment-reader.js';
import type { NewPost } from '../../libs/feed/domain/posts/post.js';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { migratedOrm } from '../support/orm.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';

const COMMENTS = 6_000;
/** Of every tenth comment. */
const REPLIES = 5;
const [ann, bob] = [randomUUID(), randomUUID()];
/** An id that sorts by its number. */
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

type Rows = { [T in keyof Tables]: Record<string, unknown> };

describe.each(DIALECTS)('comments of a post in %s', (dialect) => {
  let database: WatchedDatabase;
  let reader: CommentReader;
  const postId = randomUUID();

  const fill = async <T extends keyof Tables>(table: T, all: readonly Record<string, unknown>[]) => {
    for (let from = 0; from < all.length; from += 1_000) {
      await database
        .query<Rows>()
        .insertInto(table)
        .values(all.slice(from, from + 1_000) as never)
        .execute();
    }
  };

  beforeAll(async () => {
    const url = await freshDatabase(dialect);
    database = new WatchedDatabase(await migratedOrm(url));
    const users = { byIds: async () => new Map<string, never>() } as never;
    const comments = new CommentsRepository(database);
    reader = new CommentReader(comments, new ReactionsRepository(database), users);
    await new Posts(database).add(aPost(postId));
    const said = (n: number, parent: number | null) => ({
      ...{
        id: idOf(n),
        ...{ subject_kind: 'post', subject_id: postId },
        parent_id: parent === null ? null : idOf(parent),
        author_id: n % 2 ? ann : bob,
      },
      ...{
        client_id: randomUUID(),
        text: `comment ${n}`,
        at: n,
        replies: parent === null && n % 10 === 0 ? REPLIES : 0,
      },
    });
    const tops = Array.from({ length: COMMENTS }, (_, n) => said(n, null));
    const replies = tops
      .filter((_, n) => n % 10 === 0)
      .flatMap((_, n) => Array.from({ length: REPLIES }, (_x, k) => said(COMMENTS + n * REPLIES + k, n * 10)));
    await fill('comment', [...tops, ...replies]);
    const given = tops.slice(0, 60).map(({ id }) => ({ subject_kind: 'comment', subject_id: id, emoji: '👍' }));
    await fill(
      'reaction',
      given.map((one) => ({ ...one, user_id: ann, at: 1 })),
    );
    await fill(
      'reaction_count',
      given.map((one) => ({ ...one, count: 1 })),
    );
    const liked = { subject_kind: 'post', subject_id: postId, emoji: '👍' };
    await fill(
      'reaction',
      Array.from({ length: 3_000 }, (_, n) => ({ ...liked, user_id: randomUUID(), at: n })),
    );
    // Refreshes the statistics of MySQL after the bulk insert.
    if (dialect === 'mysql') {
      await sql`analyze table comment, reaction, reaction_count, post`.execute(database.query());
    }
  });

  const thread = (viewerId: string | null, parentId: string | null = null) => {
    const subject = { kind: 'post', id: postId } as const;
    return { subject, viewerId, parentId };
  };

  it('[F42] comments are paged, each once, with their first replies', async () => {
    const first = await reader.page(thread(null));
    expect(first.comments.map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, n) => `comment ${n}`));
    const beneath = first.replies.filter(({ parentId }) => parentId === idOf(10)).map(({ text }) => text);
    expect(beneath).toEqual([5, 6, 7].map((n) => `comment ${COMMENTS + n}`));
    const seen = new Set<string>();
    let cursor: string | undefined = `${COMMENTS - 101}_${idOf(COMMENTS - 101)}`;
    while (cursor !== undefined) {
      const page: Awaited<ReturnType<CommentReader['page']>> = await reader.page(thread(bob), cursor);
      for (const { id } of page.comments) seen.add(id);
      cursor = page.nextCursor ?? undefined;
    }
    expect([...seen]).toEqual(Array.from({ length: 100 }, (_, n) => idOf(COMMENTS - 100 + n)));
  });

  it('[F42] a page of comments takes the same number of indexed queries at any position', async () => {
    const middle = `${COMMENTS / 2}_${idOf(COMMENTS / 2)}`;
    const asked = [
      await database.during(() => reader.page(thread(ann))),
      await database.during(() => reader.page(thread(ann), middle)),
      await database.during(() => reader.page(thread(ann, idOf(10)))),
    ];
    // A page, the first replies, the blocked replies, and the reactions; replies have no replies.
    expect(asked.map(({ length }) => length)).toEqual([4, 4, 2]);
    for (const query of asked.flat()) expect([query.sql, await fullScansOf(query)]).toEqual([query.sql, []]);
  });

  it('[F54] reactions of a user to a post are read by an index', async () => {
    const reactions = new ReactionsRepository(database);
    const [query, ...others] = await database.during(() => reactions.by('post', ann, [postId]));
    expect([query && (await fullScansOf(query)), others]).toEqual([[], []]);
  });

  /** Full scans, without those of derived tables. */
  const fullScansOf = async (query: Parameters<WatchedDatabase['fullScans']>[0]) =>
    (await database.fullScans(query)).filter(
      (scan) => !/^(SCAN all|<derived)/.test(scan) && !/SCAN \(subquery/.test(scan),
    );
});

const aPost = (id: string): NewPost => ({
  ...{ id, authorId: ann, clientId: randomUUID(), take: null, roomId: null, users: [], mentionIds: [] },
  ...{
    title: 'Moonlit',
    words: '',
    tags: [],
    contentRating: 'everyone',
    atLeast: 'everyone',
    commentsEnabled: true,
    prompt: '',
    model: null,
  },
  ...{
    image: { sha256: 'a'.repeat(64), width: 64, height: 64 },
    scheduler: null,
    parent: { postId: null, takeId: null },
  },
  ...{ at: 1, editedAt: null, hot: 0, likes: 0, comments: 0, views: 0, isSample: false, parameters: null },
});
