import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Tables } from '@visionary/platform/database';
import { sql } from 'kysely';
import { CommentsRepository } from '../../libs/comments/storage/comments.repository.js';
import { ReactionsRepository } from '../../libs/comments/storage/reactions.repository.js';
import { CommentReader } from '../../libs/comments/use-cases/comment-reader.js';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { migratedOrm } from '../support/orm.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';
import { PostSearchFixture } from '../support/post-search-fixture.js';
import type { Notification } from '../../libs/notifications/domain/notification.js';
import { NotificationsRepository } from '../../libs/notifications/storage/notifications.repository.js';

const COMMENTS = 6_000;
/** Of every tenth comment. */
const REPLIES = 5;
const [ann, bob, post, room] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

const aNotification = (userId: string, at: number, fields: Partial<Notification> = {}): Notification => ({
  id: randomUUID(),
  userId,
  kind: 'comment',
  bundleKey: null,
  roomId: null,
  subjectId: randomUUID(),
  parentId: post,
  ...{ seq: null, actorIds: [bob], count: 1, facts: {}, createdAt: at, at, readAt: at % 7 ? 1 : null },
  ...fields,
});

/** An id that sorts by its number. */
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

type Rows = { [T in keyof Tables]: Record<string, unknown> };

describe.each(DIALECTS)('queries of comments and notifications in %s', (dialect) => {
  let database: WatchedDatabase;
  let reader: CommentReader;
  let notifications: NotificationsRepository;
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
    database = new WatchedDatabase(await migratedOrm(await freshDatabase(dialect)));
    const users = { byIds: async () => new Map<string, never>() } as never;
    const comments = new CommentsRepository(database);
    reader = new CommentReader(comments, new ReactionsRepository(database), users);
    await new Posts(database).add(new PostSearchFixture(database).post({ id: postId, authorId: ann }));
    const comment = (n: number, parent: number | null) => ({
      id: idOf(n),
      ...{ subject_kind: 'post', subject_id: postId },
      parent_id: parent === null ? null : idOf(parent),
      author_id: n % 2 ? ann : bob,
      client_id: randomUUID(),
      text: `comment ${n}`,
      at: n,
      replies: parent === null && n % 10 === 0 ? REPLIES : 0,
    });
    const tops = Array.from({ length: COMMENTS }, (_, n) => comment(n, null));
    const replies = tops
      .filter((_, n) => n % 10 === 0)
      .flatMap((_, n) => Array.from({ length: REPLIES }, (_x, k) => comment(COMMENTS + n * REPLIES + k, n * 10)));
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
    notifications = new NotificationsRepository(database);
    await notifications.add(Array.from({ length: 5_000 }, (_, n) => aNotification(n % 5 ? ann : randomUUID(), n)));
    // Refreshes the statistics of MySQL after the bulk insert.
    if (dialect === 'mysql') {
      await sql`analyze table comment, reaction, reaction_count, post, notification`.execute(database.query());
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
    const pageQueries = [
      await database.during(() => reader.page(thread(ann))),
      await database.during(() => reader.page(thread(ann), middle)),
      await database.during(() => reader.page(thread(ann, idOf(10)))),
    ];
    // A page, the first replies, the blocked replies, and the reactions; replies have no replies.
    expect(pageQueries.map(({ length }) => length)).toEqual([4, 4, 2]);
    for (const query of pageQueries.flat()) expect([query.sql, await fullScansOf(query)]).toEqual([query.sql, []]);
  });

  it('[F54] reactions of a user to a post are read by an index', async () => {
    const reactions = new ReactionsRepository(database);
    const [query, ...others] = await database.during(() => reactions.reactionsBy('post', ann, [postId]));
    expect([query && (await fullScansOf(query)), others]).toEqual([[], []]);
  });

  it('[F50] inbox is paged, counted, bundled, and withdrawn by indexes', async () => {
    const during = (work: () => Promise<unknown>) => database.during(work);
    const [page, counts, bundle, recipients, ...writes] = [
      await during(() => notifications.page(ann, { at: 2_500, id: randomUUID() }, 31)),
      await during(() => notifications.unreadOf([ann, bob])),
      await during(() => notifications.unreadBundle(ann, `reactions:${post}`)),
      await during(() => notifications.recipientsAmong(post, [ann, bob])),
      await during(() => notifications.markRead(ann, { roomId: room, upToSeq: 5 }, 1)),
      await during(() => notifications.markSubjectRead(post, ['report'], 1)),
      await during(() => notifications.unreadBundles('reactions', { subjectIds: [post] })),
      await during(() => notifications.delete({ aboutIds: [randomUUID()] })),
    ];
    for (const queries of [page, counts, bundle, recipients]) expect(queries).toHaveLength(1);
    for (const query of [page, counts, bundle, recipients, ...writes].flat()) {
      expect([query.sql, await database.fullScans(query)]).toEqual([query.sql, []]);
    }
  });

  it('[C16] notifications for 1,500 members take two statements', async () => {
    const [message, members] = [randomUUID(), Array.from({ length: 1_500 }, () => randomUUID())];
    const fields = {
      kind: 'roomMention',
      roomId: room,
      subjectId: message,
      parentId: null,
      seq: 3,
      readAt: null,
    } as const;
    const all = members.map((userId) => aNotification(userId, 1, fields));
    expect(await database.during(() => notifications.add(all))).toHaveLength(2);
    expect((await notifications.recipientsAmong(message, members)).size).toBe(1_500);
    expect(await notifications.delete({ aboutIds: [message] })).toHaveLength(1_500);
    expect((await notifications.recipientsAmong(message, members)).size).toBe(0);
  });

  /** Full scans, without those of derived tables. */
  const fullScansOf = async (query: Parameters<WatchedDatabase['fullScans']>[0]) =>
    (await database.fullScans(query)).filter(
      (scan) => !/^(SCAN all|<derived)/.test(scan) && !/SCAN \(subquery/.test(scan),
    );
});
