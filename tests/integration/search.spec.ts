import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { sql } from 'kysely';
import type { MessageSearch } from '../../libs/chat/use-cases/message-search.service.js';
import { ChatFixture } from '../support/chat-fixture.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const [ann, bob, eve] = [randomUUID(), randomUUID(), randomUUID()];

describe.each(DIALECTS)('message search in %s', (dialect) => {
  let chat: ChatFixture;
  beforeAll(async () => {
    chat = await ChatFixture.open(await freshDatabase(dialect));
  });

  const inRoom = async (roomId: string, text: string, filters: Partial<MessageSearch> = {}) =>
    (await chat.search.search({ userId: null, roomId, text, ...filters })).hits.map(({ message }) => message.text);
  const mine = async (userId: string, text: string, filters: Partial<MessageSearch> = {}) =>
    (await chat.search.search({ userId, roomId: null, text, ...filters })).hits.map(({ message }) => message.text);

  it('[C21] search finds Chinese and English words in any case and width, by character and prefix, all terms required', async () => {
    const room = await chat.room();
    await chat.send(room, ann, '今晚的月亮很圆，像一个梦');
    await chat.send(room, bob, 'The Moonlit studio of a fox');
    await chat.send(room, bob, '用SD画一只fox在月光下');
    expect(await inRoom(room, '月亮')).toEqual(['今晚的月亮很圆，像一个梦']);
    expect(await inRoom(room, '月')).toEqual(['用SD画一只fox在月光下', '今晚的月亮很圆，像一个梦']);
    expect(await inRoom(room, '梦')).toEqual(['今晚的月亮很圆，像一个梦']);
    expect(await inRoom(room, '今晚的月亮很圆')).toEqual(['今晚的月亮很圆，像一个梦']);
    expect(await inRoom(room, '月圆')).toEqual([]);
    expect(await inRoom(room, 'ＭＯＯＮ')).toEqual(['The Moonlit studio of a fox']);
    expect(await inRoom(room, 'the')).toEqual(['The Moonlit studio of a fox']);
    expect(await inRoom(room, 'a')).toEqual(['The Moonlit studio of a fox']);
    expect(await inRoom(room, 'fox')).toEqual(['用SD画一只fox在月光下', 'The Moonlit studio of a fox']);
    expect(await inRoom(room, 'fox 月光')).toEqual(['用SD画一只fox在月光下']);
    expect(await inRoom(room, 'fox owl')).toEqual([]);
    expect(await inRoom(room, 'oonlit')).toEqual([]);
  });

  it('[C21] search filters by author and time, with and without text, newest first', async () => {
    const room = await chat.room();
    const messages = [];
    for (let n = 0; n < 6; n++) messages.push(await chat.send(room, n % 2 ? ann : bob, `number ${n}`));
    const [first, , third] = messages;
    expect(await inRoom(room, 'number', { authorId: ann })).toEqual(['number 5', 'number 3', 'number 1']);
    expect(await inRoom(room, '', { authorId: bob })).toEqual(['number 4', 'number 2', 'number 0']);
    expect(await inRoom(room, 'number', { from: first?.at, until: third?.at })).toEqual(['number 1', 'number 0']);
    expect(await inRoom(room, ' ', { from: third?.at, authorId: ann })).toEqual(['number 5', 'number 3']);
    expect(await inRoom(room, '')).toHaveLength(6);
    expect(await inRoom(room, 'number', { from: 9e15 })).toEqual([]);
  });

  it('[C21] search pages through each hit once and counts up to the limit', async () => {
    const room = await chat.room();
    // Nine of ten contain the word, one of ten contains its characters reversed.
    const textOf = (n: number) => `page ${n} ${n % 10 ? '红狐' : '狐红'}`;
    const many = Array.from({ length: 1_030 }, (_, n) => chat.message(room, ann, textOf(n)));
    await chat.sendAll(many);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 4; pages++) {
      const found = await chat.search.search({ userId: null, roomId: room, text: 'page', cursor });
      expect(found.total).toBe(LIMITS.searchTotal);
      expect(found.hits).toHaveLength(LIMITS.searchPerPage);
      seen.push(...found.hits.map(({ message }) => message.text));
      cursor = found.nextCursor ?? undefined;
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, n) => textOf(1_029 - n)));
    const first = await chat.search.search({ userId: null, roomId: room, text: '红狐' });
    const next = { userId: null, roomId: room, text: '红狐', cursor: first.nextCursor ?? '' };
    const both = [...first.hits, ...(await chat.search.search(next)).hits].map(({ message }) => message.text);
    const foxes = many.map(({ text }) => text).filter((text) => text.includes('红狐'));
    expect(first.total).toBe(foxes.length);
    expect(both).toEqual(foxes.toReversed().slice(0, 2 * LIMITS.searchPerPage));
    const last = await chat.search.search({ userId: null, roomId: room, text: '7', authorId: ann });
    expect(last).toMatchObject({ total: 1, nextCursor: null });
    await expect(chat.search.search({ userId: null, roomId: room, text: 'page', cursor: "1' or 1" })).rejects.toThrow(
      'INVALID',
    );
  });

  it('[C21] search finds all messages when several have the same millisecond', async () => {
    const room = await chat.room();
    const first = chat.message(room, ann, 'same moment');
    const twins = Array.from({ length: 5 }, () => ({ ...chat.message(room, ann, 'same moment'), at: first.at }));
    const sameSlot = twins.map((twin) => ({ ...twin, id: `${twin.id.slice(0, -3)}${first.id.slice(-3)}` }));
    for (const message of [first, ...sameSlot]) await chat.messages.add(message);
    expect(await inRoom(room, 'same')).toHaveLength(6);
    expect(await inRoom(room, 'same', { from: first.at, until: first.at + 1 })).toHaveLength(6);
  });

  it('[C22] search finds messages of all rooms of the user and of no other, for any number of rooms', async () => {
    const secret = await chat.room([eve]);
    const shared = await chat.room([ann, eve]);
    await chat.send(secret, eve, 'treasure of eve');
    await chat.send(shared, eve, 'treasure for both');
    expect(await mine(ann, 'treasure')).toEqual(['treasure for both']);
    expect(await mine(ann, '')).toEqual(['treasure for both']);
    expect(await mine(ann, '', { authorId: eve })).toEqual(['treasure for both']);
    expect(await mine(randomUUID(), 'treasure')).toEqual([]);
    const busy = randomUUID();
    for (let n = 0; n < 70; n++) await chat.send(await chat.room([busy]), eve, `treasure ${n}`);
    expect(await mine(busy, 'treasure')).toEqual(Array.from({ length: 20 }, (_, n) => `treasure ${69 - n}`));
    expect(await mine(busy, '')).toHaveLength(20);
  });

  it('[C21] the index follows edits and deletions in their transaction', async () => {
    const room = await chat.room();
    const message = await chat.send(room, ann, 'a red fox');
    expect(await chat.messages.edit({ ...message, text: 'a blue owl', editedAt: message.at + 1 })).toBe(true);
    expect([await inRoom(room, 'fox'), await inRoom(room, 'owl')]).toEqual([[], ['a blue owl']]);
    const rolledBack = chat.unitOfWork.run(async () => {
      await chat.messages.edit({ ...message, text: 'a green frog', editedAt: message.at + 2 });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect([await inRoom(room, 'frog'), await inRoom(room, 'owl')]).toEqual([[], ['a blue owl']]);
    expect(await chat.messages.remove(message, ann, message.at + 3)).toBe(true);
    expect([await inRoom(room, 'owl'), await inRoom(room, ''), await mine(ann, 'owl')]).toEqual([[], [], []]);
    expect(await chat.messages.remove(message, ann, message.at + 3)).toBe(false);
  });

  it('[C21] the backfill indexes each unindexed message once', async () => {
    const room = await chat.room();
    const old = await chat.send(room, ann, 'from the old days');
    const deleted = await chat.send(room, ann, 'removed in the old days');
    await chat.messages.remove(deleted, ann, deleted.at);
    await chat.searchIndex.remove(old.id);
    await sql`update message set search_row_number = null where id = ${old.id}`.execute(chat.database.query());
    expect(await inRoom(room, 'old days')).toEqual([]);
    expect(await chat.searchIndex.backfill(100)).toBe(1);
    expect(await chat.searchIndex.backfill(100)).toBe(0);
    expect(await inRoom(room, 'old days')).toEqual(['from the old days']);
  });

  it('[C23] search handles hostile queries', async () => {
    const room = await chat.room();
    await chat.send(room, ann, `it's "quoted" -- % _ OR 1`);
    const hostile = [
      `' or 1=1 --`,
      `"`,
      `"*"`,
      'AND OR NOT NEAR(',
      '-fox +owl ~x <y >z (a',
      '%',
      '_',
      'words:x',
      '*',
      '\\',
      '\u0301'.repeat(200),
      '字'.repeat(200),
      'a '.repeat(100),
      Array.from({ length: 66 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join(' '),
      '😀'.repeat(100),
      '\u202e\u200b',
    ];
    for (const text of hostile) {
      const found = await chat.search.search({ userId: null, roomId: room, text });
      expect(found.total).toBe(found.hits.length);
    }
    expect(await inRoom(room, '%')).toEqual([]);
    expect(await inRoom(room, 'quoted')).toHaveLength(1);
  });
});
