import { describe, expect, it } from '@jest/globals';
import type { MessageView, TakeView } from '@visionary/contract';
import { conversationRows, type ConversationRowsInput } from './conversation-rows.js';

const noon = new Date(2026, 10, 25, 12).getTime();
const minute = 60_000;
const message = (seq: number, author: string, at: number): MessageView => ({
  id: `m${seq}`,
  roomId: 'r',
  seq,
  clientId: `c${seq}`,
  author: { id: author, name: author },
  text: 'words',
  at,
  reactions: [],
});
const take = (seq: number, queuedAt: number) => ({ id: `t${seq}`, seq, queuedAt }) as TakeView;
const rows = (from: Partial<ConversationRowsInput>) =>
  conversationRows({
    ...{ messages: [], takes: [], pending: [], hasMore: false, newAfterSeq: null, myId: 'ana' },
    countsAsUnread: ({ author }) => author.id !== 'ana' && author.id !== 'blocked',
    ...from,
  });
const kinds = (from: Partial<ConversationRowsInput>) =>
  rows(from).map((row) => ('head' in row ? `${row.kind}${row.head ? '+name' : ''}` : row.kind));

describe('the rows of a conversation', () => {
  it('group messages of one author until another writes or time passes', () => {
    const messages = [
      message(1, 'ana', noon),
      message(2, 'ana', noon + minute),
      message(3, 'bo', noon + 2 * minute),
      message(4, 'bo', noon + 20 * minute),
    ];
    expect(kinds({ messages })).toEqual(['day', 'message+name', 'message', 'message+name', 'message+name']);
  });

  it('[G106] show who set the pace, in the order of the log', () => {
    const by = { id: 'mei', name: 'Mei' };
    const paceChanges = [{ seq: 2, at: noon, seconds: 8 as const, by }];
    expect(kinds({ messages: [message(1, 'a', noon), message(3, 'a', noon + minute)], paceChanges })).toEqual([
      ...['day', 'message+name', 'pace', 'message+name'],
    ]);
  });

  it('[C50] show who joined, in the order of the log, without an unread divider', () => {
    const joins = [{ seq: 2, at: noon, user: { id: 'mei', name: 'Mei' } }];
    const messages = [message(1, 'bo', noon), message(3, 'bo', noon + minute)];
    expect(kinds({ messages, joins })).toEqual(['day', 'message+name', 'joins', 'message+name']);
    expect(kinds({ messages, joins, hasMore: true, newAfterSeq: 1 })).toEqual([
      ...['day', 'message+name', 'joins', 'new', 'message+name'],
    ]);
    expect(kinds({ messages: [messages[1]!], joins, hasMore: true })).toEqual(['day', 'message+name']);
  });

  it('show where a take was steered, between messages', () => {
    const steer = (at: number) => ({ by: { id: 'bo', name: 'bo' }, prompt: '', negative: '', image: 0, step: 3, at });
    const steered = { ...take(2, noon), steers: [steer(noon + minute), steer(noon + 3 * minute)] };
    const messages = [message(1, 'ana', noon - minute), message(3, 'ana', noon + 2 * minute)];
    expect(kinds({ messages, takes: [steered] })).toEqual([
      ...['day', 'message+name', 'take', 'steer', 'message+name', 'steer'],
    ]);
    const retry = { ...steered, id: 't4', seq: 4, queuedAt: noon + 5 * minute };
    expect(kinds({ messages, takes: [steered, retry] })).toEqual([
      ...['day', 'message+name', 'take', 'steer', 'message+name', 'steer', 'take'],
    ]);
  });

  it('show each day once', () => {
    const messages = [message(1, 'ana', noon), message(2, 'ana', noon + 24 * 60 * minute)];
    expect(kinds({ messages })).toEqual(['day', 'message+name', 'day', 'message+name']);
  });

  it('show takes where they were queued, but not yet those before the oldest loaded message', () => {
    const messages = [message(5, 'ana', noon), message(7, 'ana', noon + minute)];
    const takes = [take(2, noon - minute), take(6, noon)];
    expect(kinds({ messages, takes })).toEqual(['day', 'take', 'message+name', 'take', 'message+name']);
    expect(kinds({ messages, takes, hasMore: true })).toEqual(['day', 'message+name', 'take', 'message+name']);
  });

  it('have one unread divider and count only messages of others', () => {
    const messages = [message(1, 'bo', noon), message(2, 'ana', noon), message(3, 'bo', noon), message(4, 'bo', noon)];
    const found = rows({ messages, newAfterSeq: 1 });
    expect(found.filter(({ kind }) => kind === 'new')).toEqual([{ kind: 'new', key: 'new', count: 2 }]);
    const watched = rows({ messages, newAfterSeq: 1, newUpToSeq: 3 });
    expect(watched.filter(({ kind }) => kind === 'new')).toMatchObject([{ count: 1 }]);
    expect(found.findIndex(({ kind }) => kind === 'new')).toBe(3);
  });

  it('[B66] have the divider before the first unread message, and none while that one is not loaded', () => {
    const messages = [message(40, 'bo', noon), message(41, 'bo', noon)];
    expect(kinds({ messages, hasMore: true, newAfterSeq: 7 })).not.toContain('new');
    const around = [message(6, 'bo', noon), message(7, 'bo', noon), message(9, 'bo', noon), ...messages];
    const gaps = [{ afterSeq: 9, beforeSeq: 40 }];
    const found = rows({ messages: around, gaps, hasMore: true, newAfterSeq: 7 });
    expect(found.map(({ key }) => key).slice(1)).toEqual(['c6', 'c7', 'new', 'c9', 'gap 40', 'c40', 'c41']);
    expect(found.find(({ kind }) => kind === 'new')).toMatchObject({ count: null });
    expect(kinds({ messages: around, gaps, hasMore: true, newAfterSeq: 20 })).not.toContain('new');
  });

  it('keep the key of a pending message when it is confirmed', () => {
    const pending = [{ clientId: 'c9', text: 'words', at: noon, state: 'sending' as const }];
    const before = rows({ pending }).at(-1)?.key;
    const after = rows({ messages: [message(9, 'ana', noon)] }).at(-1)?.key;
    expect(before).toBe(after);
  });
});
