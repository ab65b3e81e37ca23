import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createOrm, migrate } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { NewPost } from '../../libs/feed/domain/posts/post.js';
import { reactionsBundle } from '../../libs/feed/domain/comments/notifications.js';
import { SqlPosts } from '../../libs/feed/storage/posts/sql-posts.js';
import { SqlCommentReactions } from '../../libs/feed/storage/comments/sql-comment-reactions.js';
import { SqlComments } from '../../libs/feed/storage/comments/sql-comments.js';
import { SqlNotifications } from '../../libs/feed/storage/comments/sql-notifications.js';
import { SqlPostReactions } from '../../libs/feed/storage/comments/sql-post-reactions.js';
import type { CommentTables } from '../../libs/feed/storage/comments/tables.js';
import { CompleteComments } from '../../libs/feed/use-cases/comments/complete-comments.js';
import { PageComments } from '../../libs/feed/use-cases/comments/page-comments.js';
import { talkLimits } from '../../libs/feed/api/comments/contract-limits.js';
import { onCleanup } from '../support/cleanup.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';

const COMMENTS = 6_000;
/** Beneath each tenth of them. */
const REPLIES = 5;
const [ann, bob] = [randomUUID(), randomUUID()];
/** Ids in the order of their numbers. */
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

type Rows = { [T in keyof CommentTables]: Record<string, unknown> };

describe.each(DIALECTS)('a picture that everybody talks about, in %s', (dialect) => {
  let database: WatchedDatabase;
  let pages: PageComments;
  const postId = randomUUID();

  const fill = async <T extends keyof CommentTables>(table: T, all: readonly Record<string, unknown>[]) => {
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
    const orm = createOrm({ url, entities: [] });
    await orm.connect();
    await migrate(orm, url);
    onCleanup(() => orm.close());
    database = new WatchedDatabase(orm);
    const users = { byIds: async () => new Map<string, never>() } as never;
    const comments = new SqlComments(database);
    const complete = new CompleteComments(comments, new SqlCommentReactions(database), users);
    pages = new PageComments(comments, new SqlPosts(database), complete, talkLimits);
    await new SqlPosts(database).add(aPost(postId));
    const said = (n: number, parent: number | null) => ({
      ...{
        id: idOf(n),
        post_id: postId,
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
    await fill(
      'comment_reaction',
      tops.slice(0, 60).map(({ id }) => ({ comment_id: id, user_id: ann, emoji: '👍', at: 1 })),
    );
    await fill(
      'post_reaction',
      Array.from({ length: 3_000 }, (_, n) => ({ post_id: postId, user_id: randomUUID(), emoji: '👍', at: n })),
    );
    await fill(
      'feed_notification',
      Array.from({ length: 5_000 }, (_, n) => ({
        ...{
          id: randomUUID(),
          user_id: n % 5 ? ann : randomUUID(),
          kind: 'comment',
          post_id: postId,
          comment_id: idOf(n),
        },
        ...{ actor_ids: JSON.stringify([bob]), count: 1, at: n, read_at: n % 7 ? 1 : null },
      })),
    );
    // What MySQL knows of a table is old news after so many rows at once.
    if (dialect === 'mysql') {
      await sql`analyze table comment, comment_reaction, post_reaction, feed_notification, post`.execute(
        database.query(),
      );
    }
  });

  const thread = (viewerId: string | null, parentId: string | null = null) => ({ postId, viewerId, parentId });

  it('[F42] is paged from end to end, each comment once, the first answers with theirs', async () => {
    const first = await pages.run(thread(null));
    expect(first.comments.map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, n) => `comment ${n}`));
    const beneath = first.replies.filter(({ parentId }) => parentId === idOf(10)).map(({ text }) => text);
    expect(beneath).toEqual([5, 6, 7].map((n) => `comment ${COMMENTS + n}`));
    const seen = new Set<string>();
    let cursor: string | undefined = `${COMMENTS - 101}_${idOf(COMMENTS - 101)}`;
    while (cursor !== undefined) {
      const page: Awaited<ReturnType<PageComments['run']>> = await pages.run(thread(bob), cursor);
      for (const { id } of page.comments) seen.add(id);
      cursor = page.nextCursor ?? undefined;
    }
    expect([...seen]).toEqual(Array.from({ length: 100 }, (_, n) => idOf(COMMENTS - 100 + n)));
  });

  it('[F42] takes as many queries wherever one reads, each along an index', async () => {
    const middle = `${COMMENTS / 2}_${idOf(COMMENTS / 2)}`;
    const asked = [
      await database.during(() => pages.run(thread(ann))),
      await database.during(() => pages.run(thread(ann), middle)),
      await database.during(() => pages.run(thread(ann, idOf(10)))),
    ];
    // The post, a page, what is beneath, how much of it I do not see, what was given, and by me.
    expect(asked.map(({ length }) => length)).toEqual([6, 6, 4]);
    for (const query of asked.flat()) expect([query.sql, await walksOf(query)]).toEqual([query.sql, []]);
  });

  it('[F50] news are paged, counted and gathered along an index, with one query each', async () => {
    const notices = new SqlNotifications(database);
    const reactions = new SqlPostReactions(database);
    const asked = [
      await database.during(() => notices.page(ann, { at: 2_500, id: randomUUID() }, 31)),
      await database.during(() => notices.unreadOf([ann, bob])),
      await database.during(() => notices.findBundle(ann, reactionsBundle(postId))),
      await database.during(() => notices.toldOf({ commentId: idOf(7) })),
      await database.during(() => reactions.by(ann, postId)),
    ];
    for (const queries of asked) {
      expect(queries).toHaveLength(1);
      for (const query of queries) expect([query.sql, await walksOf(query)]).toEqual([query.sql, []]);
    }
  });

  /** Of what was put together on the way nothing is asked. */
  const walksOf = async (query: Parameters<WatchedDatabase['fullScans']>[0]) =>
    (await database.fullScans(query)).filter(
      (walk) => !/^(SCAN all|<derived)/.test(walk) && !/SCAN \(subquery/.test(walk),
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
