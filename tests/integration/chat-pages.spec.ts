import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { StoredMessage } from '../../libs/chat/domain/message.js';
import { rowOf } from '../../libs/chat/storage/message-row.js';
import { migratedOrm } from '../support/orm.js';
import { ChatFixture } from '../support/chat-fixture.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';

const MESSAGES = 20_000;
const [ann, bob] = [randomUUID(), randomUUID()];

describe.each(DIALECTS)('chat history in %s', (dialect) => {
  let database: WatchedDatabase;
  let chat: ChatFixture;
  let roomId: string;
  let messages: StoredMessage[];

  beforeAll(async () => {
    database = new WatchedDatabase(await migratedOrm(await freshDatabase(dialect)));
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
      await chat.reactions.add('message', { subjectId: id, userId: ann, emoji: '👍', at: 1 });
    }
    // Refreshes the statistics of MySQL after the bulk insert.
    if (dialect === 'mysql') {
      await sql`analyze table message, reaction, reaction_count, room_member, notification, room`.execute(
        database.query(),
      );
    }
  });

  const lines = (page: { messages: readonly { text: string }[] }) => page.messages.map(({ text }) => text);
  const line = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => `line ${from - n}`);

  it('[C18] pages are adjacent in both directions, newest first, and report whether there are more', async () => {
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

  it('[C18] pages of long texts and many reactions are shorter and skip no message', async () => {
    const { pages } = chat;
    const loud = await chat.room();
    const carl = randomUUID();
    const sent: StoredMessage[] = [];
    for (let n = 0; n < 50; n++) sent.push(await chat.send(loud, carl, 'x'.repeat(4_000)));
    for (const { id } of sent.slice(20, 40)) {
      for (const emoji of ['👍', '🎉', '🔥', '🌙']) {
        for (let n = 0; n < 20; n++) {
          await chat.reactions.add('message', { subjectId: id, userId: randomUUID(), emoji, at: 1 });
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
    const all = sent.map(({ seq }) => seq);
    expect([down.toReversed(), up]).toEqual([all, all]);
    const around = await pages.around(loud, 50, { seq: 25 });
    const seqs = around.messages.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, n) => (seqs[0] ?? 0) - n));
    expect([seqs.includes(25), around.hasOlder, around.hasNewer, seqs.length < 50]).toEqual([true, true, true, true]);
  });

  it('[C25] reactions name the first users, count all, include the reader, and are paged', async () => {
    const message = await chat.send(await chat.room(), randomUUID(), 'look');
    const users = Array.from({ length: 45 }, () => randomUUID());
    for (const [n, userId] of users.entries()) {
      const given = { subjectId: message.id, userId, at: 1 + Math.floor(n / 3) };
      await chat.reactions.add('message', { ...given, emoji: '👍' });
      if (n % 22 === 21) await chat.reactions.add('message', { ...given, emoji: '🎉' });
    }
    // Reactions of the same millisecond are ordered by user id.
    const inOrder = users.map((id, n) => ({ id, at: Math.floor(n / 3) }));
    inOrder.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const ids = inOrder.map(({ id }) => id);
    const { messages } = await chat.pages.older(message.roomId, 5);
    const idsOf = (page: typeof messages) =>
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
    expect(idsOf(messages)).toEqual(named());
    const readBy = async (userId: string | undefined) =>
      idsOf(await chat.reactionsService.forReader(userId ?? null, messages));
    expect(await readBy(ids[30])).toEqual(named(ids[30]));
    for (const other of [ids[3], randomUUID(), undefined]) expect(await readBy(other)).toEqual(named());

    const query = { roomId: message.roomId, messageId: message.id, emoji: '👍' };
    const read: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await chat.reactionsService.page({ ...query, cursor }, 20);
      expect([page.count, page.users.length <= 20]).toEqual([45, true]);
      read.push(...page.users.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(read).toEqual(ids);
    await expect(chat.reactionsService.page({ ...query, cursor: 'x' })).rejects.toThrow('INVALID');
    await expect(chat.reactionsService.page({ ...query, messageId: ann })).rejects.toThrow('CHAT_MESSAGE_NOT_FOUND');
  });

  it('[C18] a window surrounds a message or a seq', async () => {
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

  it('[C18] a page takes at most five indexed queries at any position and size', async () => {
    const { pages } = chat;
    const pageQueries = [
      await database.during(() => pages.older(roomId, 50)),
      await database.during(() => pages.older(roomId, 50, 10_000)),
      await database.during(() => pages.newer(roomId, 50, 30)),
      await database.during(() => pages.older(roomId, 1)),
    ];
    for (const queries of pageQueries) {
      expect(queries.length).toBeLessThanOrEqual(5);
      for (const query of queries) expect([query.sql, await database.fullScans(query)]).toEqual([query.sql, []]);
    }
    expect((await database.during(() => pages.around(roomId, 50, { seq: 10_000 }))).length).toBeLessThanOrEqual(6);
  });

  it('[C17] unread messages of all rooms are counted by indexes in one query', async () => {
    await chat.readStates.raise(roomId, bob, 15_000);
    let readStates: Awaited<ReturnType<typeof chat.readStates.of>> = [];
    const queries = await database.during(async () => {
      readStates = await chat.readStates.of(bob);
    });
    const readState = readStates.find((one) => one.roomId === roomId);
    const others = messages.filter(({ seq, authorId }) => seq > 15_000 && authorId === ann).length;
    expect(readState).toEqual({ roomId, readSeq: 15_000, unread: others, mentions: 0, notificationLevel: 'all' });
    expect(readStates).toHaveLength(2);
    expect(queries).toHaveLength(1);
    for (const query of queries) expect(await database.fullScans(query)).toEqual([]);
    const users = await database.during(() => chat.readStates.ofUsers(roomId, [ann, bob, randomUUID()]));
    expect(users).toHaveLength(1);
  });

  it('[C24] the export reads all messages of a user page by page, each once and in order', async () => {
    const exported: string[] = [];
    for await (const page of chat.exporter.messagesOf(bob)) {
      expect(page.length).toBeLessThanOrEqual(200);
      exported.push(...page.map((message) => (message as { id: string }).id));
    }
    expect(exported).toEqual(messages.filter(({ authorId }) => authorId === bob).map(({ id }) => id));
    const queries = await database.during(() => chat.messages.byAuthor(bob, messages[10_000] as StoredMessage, 200));
    for (const query of queries) expect(await database.fullScans(query)).toEqual([]);
  });

  it('[C19] the newest messages of many rooms take two indexed queries', async () => {
    const queries = await database.during(() => chat.messages.newestOf([roomId]));
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(await database.fullScans(query)).toEqual([]);
    expect((await chat.messages.newestOf([roomId]))[0]?.text).toBe('line 19999');
  });
});
