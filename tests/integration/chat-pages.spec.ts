import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createOrm, migrate } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { StoredMessage } from '../../libs/chat/domain/messages.js';
import { rowOf } from '../../libs/chat/storage/message-row.js';
import { ChatFixture } from '../support/chat-fixture.js';
import { onCleanup } from '../support/cleanup.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';

const MESSAGES = 20_000;
const [ann, bob] = [randomUUID(), randomUUID()];

describe.each(DIALECTS)('pages of a long history in %s', (dialect) => {
  let database: WatchedDatabase;
  let chat: ChatFixture;
  let roomId: string;
  let messages: StoredMessage[];

  beforeAll(async () => {
    const url = await freshDatabase(dialect);
    const orm = createOrm({ url, entities: [] });
    await orm.connect();
    await migrate(orm, url);
    onCleanup(() => orm.close());
    database = new WatchedDatabase(orm);
    chat = new ChatFixture(database);
    roomId = await chat.room([ann, bob], MESSAGES);
    await chat.room([ann, bob]);
    messages = [];
    for (let n = 0; n < MESSAGES; n++) {
      const message = chat.message(roomId, n % 3 ? ann : bob, `line ${n}`);
      messages.push({ ...message, replyToId: n % 5 === 4 ? (messages[n - 3]?.id ?? null) : null });
    }
    for (let from = 0; from < MESSAGES; from += 1_000) {
      const rows = messages.slice(from, from + 1_000).map((message, n) => rowOf(message, from + n + 1));
      await chat.unitOfWork.run(async () => {
        await database.query<{ message: Record<string, unknown> }>().insertInto('message').values(rows).execute();
      });
    }
    for (const { id } of messages.slice(-200)) {
      await chat.reactions.give({ messageId: id, userId: ann, emoji: '👍', at: 1 });
    }
    // What MySQL knows of a table is old news after so many rows at once.
    if (dialect === 'mysql') {
      await sql`analyze table message, message_reaction, room_member, notification, room`.execute(database.query());
    }
  });

  const lines = (page: { messages: readonly { text: string }[] }) => page.messages.map(({ text }) => text);
  const line = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => `line ${from - n}`);

  it('[C18] stand next to each other, newest first, in both directions, and say whether there are more', async () => {
    const { pages } = chat;
    const newest = await pages.older(roomId, 5);
    expect([lines(newest), newest.hasMore, newest.seq]).toEqual([line(19_999, 19_995), true, MESSAGES]);
    const oldest = await pages.older(roomId, 5, 4);
    expect([lines(oldest), oldest.hasMore]).toEqual([line(2, 0), false]);
    const newer = await pages.newer(roomId, 5, 100);
    expect([lines(newer), newer.hasMore]).toEqual([line(104, 100), true]);
    const last = await pages.newer(roomId, 5, MESSAGES - 2);
    expect([lines(last), last.hasMore]).toEqual([line(19_999, 19_998), false]);
    expect(await pages.newer(roomId, 5, MESSAGES)).toEqual({ messages: [], hasMore: false, seq: MESSAGES });
  });

  it('[C18] are shorter where much is said and felt, and leave nothing out', async () => {
    const { pages } = chat;
    const loud = await chat.room();
    const carl = randomUUID();
    const said: StoredMessage[] = [];
    for (let n = 0; n < 50; n++) said.push(await chat.says(loud, carl, 'x'.repeat(4_000)));
    for (const { id } of said.slice(20, 40)) {
      for (const emoji of ['👍', '🎉', '🔥', '🌙']) {
        for (let n = 0; n < 20; n++) {
          await chat.reactions.give({ messageId: id, userId: randomUUID(), emoji, at: 1 });
        }
      }
    }
    const down: number[] = [];
    const up: number[] = [];
    const step = { down: await pages.older(loud, 50), up: await pages.newer(loud, 50, 0) };
    expect([step.down.messages.length < 50, step.up.messages.length < 50]).toEqual([true, true]);
    for (let page = step.down; ; page = await pages.older(loud, 50, down.at(-1))) {
      down.push(...page.messages.map(({ seq }) => seq));
      if (!page.hasMore) break;
    }
    for (let page = step.up; ; page = await pages.newer(loud, 50, up.at(-1) ?? 0)) {
      up.push(...page.messages.map(({ seq }) => seq).reverse());
      if (!page.hasMore) break;
    }
    const all = said.map(({ seq }) => seq);
    expect([down.toReversed(), up]).toEqual([all, all]);
    const around = await pages.around(loud, 50, { seq: 25 });
    const seqs = around.messages.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => (seqs[0] ?? 0) - n));
    expect([seqs.includes(25), around.hasOlder, around.hasNewer, seqs.length < 50]).toEqual([true, true, true, true]);
  });

  it('[C25] name the first who gave an emoji, count all, know who reads, and the rest is read page by page', async () => {
    const message = await chat.says(await chat.room(), randomUUID(), 'look');
    const users = Array.from({ length: 45 }, () => randomUUID());
    for (const [n, userId] of users.entries()) {
      const given = { messageId: message.id, userId, at: 1 + Math.floor(n / 3) };
      await chat.reactions.give({ ...given, emoji: '👍' });
      if (n % 22 === 21) await chat.reactions.give({ ...given, emoji: '🎉' });
    }
    // Those who gave it in one moment stand in the order of their ids.
    const inOrder = users.map((id, n) => ({ id, at: Math.floor(n / 3) }));
    inOrder.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const ids = inOrder.map(({ id }) => id);
    const { messages } = await chat.pages.older(message.roomId, 5);
    const shown = (page: typeof messages) =>
      page[0]?.reactions.map(({ emoji, count, users: named, myUserId }) => [
        emoji,
        count,
        named.map(({ id }) => id),
        myUserId,
      ]);
    const partied = [users[21], users[43]];
    const named = (mine?: string) => [
      ['👍', 45, ids.slice(0, 20), mine],
      ['🎉', 2, partied, undefined],
    ];
    expect(shown(messages)).toEqual(named());
    const readBy = async (userId: string | undefined) =>
      shown(await chat.readReactions.asReadBy(userId ?? null, messages));
    expect(await readBy(ids[30])).toEqual(named(ids[30]));
    for (const other of [ids[3], randomUUID(), undefined]) expect(await readBy(other)).toEqual(named());

    const asked = { roomId: message.roomId, messageId: message.id, emoji: '👍' };
    const read: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await chat.readReactions.page({ ...asked, cursor });
      expect([page.count, page.users.length <= 20]).toEqual([45, true]);
      read.push(...page.users.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(read).toEqual(ids);
    await expect(chat.readReactions.page({ ...asked, cursor: 'x' })).rejects.toThrow('INVALID');
    await expect(chat.readReactions.page({ ...asked, messageId: ann })).rejects.toThrow('CHAT_MESSAGE_NOT_FOUND');
  });

  it('[C18] stand around a message or a place', async () => {
    const { pages } = chat;
    const middle = messages[10_000] as StoredMessage;
    const around = await pages.around(roomId, 6, { messageId: middle.id });
    expect(around).toMatchObject({ hasOlder: true, hasNewer: true, seq: MESSAGES });
    expect(lines(around)).toEqual(line(10_003, 9_998));
    expect(await pages.around(roomId, 6, { seq: middle.seq })).toEqual(around);
    const first = await pages.around(roomId, 6, { seq: 1 });
    expect([lines(first), first.hasOlder, first.hasNewer]).toEqual([line(3, 0), false, true]);
    const last = await pages.around(roomId, 6, { seq: MESSAGES });
    expect([lines(last), last.hasOlder, last.hasNewer]).toEqual([line(19_999, 19_997), true, false]);
    await expect(pages.around(roomId, 6, { messageId: randomUUID() })).rejects.toThrow('CHAT_MESSAGE_NOT_FOUND');
  });

  it('[C18] take five queries, for fifty messages as for one, by an index wherever they are', async () => {
    const { pages } = chat;
    const asked = [
      await database.during(() => pages.older(roomId, 50)),
      await database.during(() => pages.older(roomId, 50, 10_000)),
      await database.during(() => pages.newer(roomId, 50, 30)),
      await database.during(() => pages.older(roomId, 1)),
    ];
    for (const queries of asked) {
      expect(queries.length).toBeLessThanOrEqual(5);
      for (const query of queries) expect([query.sql, await database.fullScans(query)]).toEqual([query.sql, []]);
    }
    expect((await database.during(() => pages.around(roomId, 50, { seq: 10_000 }))).length).toBeLessThanOrEqual(6);
  });

  it('[C17] what is not read is counted by indexes, all rooms in one query', async () => {
    await chat.marks.raise(roomId, bob, 15_000);
    let marks: Awaited<ReturnType<typeof chat.marks.of>> = [];
    const queries = await database.during(async () => {
      marks = await chat.marks.of(bob);
    });
    const mark = marks.find((one) => one.roomId === roomId);
    const others = messages.filter(({ seq, authorId }) => seq > 15_000 && authorId === ann).length;
    expect(mark).toEqual({ roomId, readSeq: 15_000, unread: others, mentions: 0, notificationLevel: 'all' });
    expect(marks).toHaveLength(2);
    expect(queries).toHaveLength(1);
    for (const query of queries) expect(await database.fullScans(query)).toEqual([]);
    const users = await database.during(() => chat.marks.ofUsers(roomId, [ann, bob, randomUUID()]));
    expect(users).toHaveLength(1);
  });

  it('[C24] all that somebody said is read page by page, in its order, each once', async () => {
    const said: string[] = [];
    for await (const page of chat.exporting.run(bob)) {
      expect(page.length).toBeLessThanOrEqual(200);
      said.push(...page.map((message) => (message as { id: string }).id));
    }
    expect(said).toEqual(messages.filter(({ authorId }) => authorId === bob).map(({ id }) => id));
    const queries = await database.during(() => chat.messages.byAuthor(bob, messages[10_000] as StoredMessage, 200));
    for (const query of queries) expect(await database.fullScans(query)).toEqual([]);
  });

  it('[C19] the last word of many rooms takes two queries, and one step down an index', async () => {
    const queries = await database.during(() => chat.messages.newestOf([roomId]));
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(await database.fullScans(query)).toEqual([]);
    expect((await chat.messages.newestOf([roomId]))[0]?.text).toBe('line 19999');
  });

  it('[C16] everybody in a large room is told by two statements', async () => {
    const [id, crowd] = [await chat.room(), Array.from({ length: 1_500 }, () => randomUUID())];
    const message = await chat.says(id, ann, '<@room>');
    const told = crowd.map((userId) => ({
      ...{ id: randomUUID(), userId, kind: 'roomMention' as const, roomId: id, messageId: message.id },
      ...{ seq: message.seq, byId: ann, at: message.at },
    }));
    expect(await database.during(() => chat.notifications.add(told))).toHaveLength(2);
    expect((await chat.notifications.toldOf(message.id)).size).toBe(1_500);
    expect(await chat.notifications.forgetMessage(message.id)).toHaveLength(1_500);
    expect((await chat.notifications.toldOf(message.id)).size).toBe(0);
  });

  it('[C16] notifications are paged and counted by indexes', async () => {
    const queries = await database.during(async () => {
      await chat.notifications.page(bob, { at: 5, id: randomUUID() }, 31);
      await chat.notifications.unreadOf([ann, bob]);
      await chat.notifications.readIn(roomId, bob, 5, 1);
    });
    for (const query of queries) {
      const walks = await database.fullScans(query);
      expect(walks.filter((walk) => /notification/.test(walk))).toEqual([]);
    }
  });
});
