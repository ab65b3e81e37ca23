import { describe, expect, it } from '@jest/globals';
import type { MessageView, RoomEvent, RoomEventOf } from '@visionary/contract';
import fc from 'fast-check';
import { Conversation } from './conversation.js';
import { isMessageChange, withChange, withQuoteChange } from './message-change.js';

const ana = { id: 'ana', name: 'Ana' };
const bo = { id: 'bo', name: 'Bo' };
const at = (seq: number) => ({ roomId: 'r', seq, actorId: 'ana', at: seq });
const message = (seq: number, hasMore: Partial<MessageView> = {}): MessageView => ({
  id: `m${seq}`,
  roomId: 'r',
  seq,
  clientId: `c${seq}`,
  author: ana,
  text: `number ${seq}`,
  at: seq,
  reactions: [],
  ...hasMore,
});
const quoting = (seq: number, of: number): MessageView =>
  message(seq, { replyTo: { messageId: `m${of}`, seq: of, author: ana, text: `number ${of}`, isDeleted: false } });
const sent = (message: MessageView): RoomEventOf<'chat.sent'> => ({
  ...at(message.seq),
  type: 'chat.sent',
  payload: { message },
});
const edited = (seq: number, of: number, text = `edited at ${seq}`): RoomEvent => ({
  ...at(seq),
  type: 'chat.edited',
  payload: { messageId: `m${of}`, text, editedAt: seq },
});
const deleted = (seq: number, of: number): RoomEvent => ({
  ...at(seq),
  type: 'chat.deleted',
  payload: { messageId: `m${of}`, by: bo, at: seq },
});
const pinned = (seq: number, of: number, on: boolean): RoomEvent => ({
  ...at(seq),
  type: 'chat.pinned',
  payload: { messageId: `m${of}`, by: bo, at: seq, on },
});
const reacted = (seq: number, of: number, user = bo, on = true): RoomEvent => ({
  ...at(seq),
  type: 'chat.reacted',
  payload: { messageId: `m${of}`, emoji: '🔥', user, on },
});
const upTo = (last: number) => Array.from({ length: last }, (_, i) => message(i + 1));
const fresh = (messages: MessageView[], moreMessages = false) => ({
  ...{ kind: 'fresh' as const, messages: messages.toReversed(), moreMessages, takes: [], moreTakes: false },
});
const seqs = ({ view }: Conversation) => view.messages.map(({ seq }) => seq);
const first = ({ view }: Conversation) => view.messages[0];

describe('the loaded messages of a room', () => {
  it('apply edits, deletions, pins, and reactions to the message and every quote of it', () => {
    const known = new Conversation();
    known.reset(fresh([message(1), quoting(2, 1)]), 2);
    known.apply(edited(3, 1, 'otherwise'));
    known.apply(reacted(4, 1));
    known.apply(reacted(5, 1, ana));
    known.apply(pinned(6, 1, true));
    expect(first(known)).toMatchObject({ text: 'otherwise', editedAt: 3, pinned: { by: bo, at: 6 } });
    expect(first(known)?.reactions).toEqual([{ emoji: '🔥', count: 2, users: [bo, ana] }]);
    expect(known.view.messages[1]?.replyTo).toMatchObject({ text: 'otherwise', isDeleted: false });
    known.apply(reacted(7, 1, bo, false));
    known.apply(pinned(8, 1, false));
    expect(first(known)?.reactions).toEqual([{ emoji: '🔥', count: 1, users: [ana] }]);
    expect(first(known)).not.toHaveProperty('pinned');
    known.apply(deleted(9, 1));
    expect(first(known)).toEqual({ ...message(1), text: '', deleted: { by: bo, at: 9 } });
    expect(known.view.messages[1]?.replyTo).toMatchObject({ text: '', isDeleted: true });
  });

  it('count users who reacted without being named, and know whether I am among them', () => {
    const known = new Conversation();
    const many = { emoji: '🔥', count: 30, users: [bo], myUserId: ana.id };
    known.reset(fresh([message(1, { reactions: [many] })]), 1);
    const counted = (seq: number, user: typeof ana, on: boolean, count: number): RoomEvent => ({
      ...at(seq),
      type: 'chat.reacted',
      payload: { messageId: 'm1', emoji: '🔥', user, on, count },
    });
    known.apply(counted(2, ana, true, 30));
    expect(first(known)?.reactions).toEqual([many]);
    known.apply(counted(3, ana, false, 29));
    expect(first(known)?.reactions).toEqual([{ emoji: '🔥', count: 29, users: [bo] }]);
    known.apply(counted(4, bo, false, 28));
    expect(first(known)?.reactions).toEqual([{ emoji: '🔥', count: 28, users: [] }]);
    known.apply(counted(5, bo, false, 0));
    expect(first(known)?.reactions).toEqual([]);
  });

  it('ignore events on messages that are not loaded, which include them once loaded', () => {
    const known = new Conversation();
    known.reset(fresh([message(5)], true), 6);
    known.apply(edited(7, 2));
    expect(seqs(known)).toEqual([5]);
    // Read before the edit, arrived after it.
    expect(known.addOlder(5, { messages: upTo(4).toReversed(), hasMore: false, seq: 6 })).toBe(true);
    expect(known.view.messages[1]?.text).toBe('edited at 7');
    expect(known.view).toMatchObject({ hasMore: false, gaps: [] });
  });

  it('keep the state of a page that is ahead of the log when older events arrive', () => {
    const known = new Conversation();
    known.reset(fresh([message(3)], true), 3);
    const ahead = message(1, { reactions: [], text: 'edited at 6' });
    known.addOlder(3, { messages: [ahead], hasMore: false, seq: 6 });
    known.apply(reacted(4, 1));
    known.apply(edited(5, 1, 'older words'));
    expect(first(known)).toEqual(ahead);
  });

  it('show gaps, and keep the result of a jump separate until the gap is filled from either side', () => {
    const known = new Conversation();
    known.reset(fresh(upTo(100).slice(90), true), 100);
    known.addWindow({ messages: upTo(25).slice(19), hasOlder: true, hasNewer: true, seq: 100 });
    expect(known.view.gaps).toEqual([{ afterSeq: 25, beforeSeq: 91 }]);
    known.addNewer(25, { messages: upTo(50).slice(25), hasMore: true, seq: 100 });
    expect(known.view.gaps).toEqual([{ afterSeq: 50, beforeSeq: 91 }]);
    known.addOlder(91, { messages: upTo(90).slice(49), hasMore: true, seq: 100 });
    expect(known.view.gaps).toEqual([]);
    expect(seqs(known)).toEqual(
      upTo(100)
        .slice(19)
        .map(({ seq }) => seq),
    );
    known.apply(sent(message(101)));
    expect(seqs(known).at(-1)).toBe(101);
  });

  it('keep a bounded number around the reader and the newest; dropped ones become gaps', () => {
    const known = new Conversation();
    known.reset(fresh(upTo(100)), 100);
    known.trim(30, 20, 5);
    expect(seqs(known)).toEqual([...upTo(39).slice(19), ...upTo(100).slice(95)].map(({ seq }) => seq));
    expect(known.view).toMatchObject({ hasMore: true, gaps: [{ afterSeq: 39, beforeSeq: 96 }] });
    known.trim(100, 20, 5);
    expect(known.view).toMatchObject({ hasMore: true });
    expect(seqs(known)).toHaveLength(20);
  });

  it('show my changes at once, and roll them back on rejection', () => {
    const known = new Conversation();
    known.reset(fresh(upTo(1)), 1);
    const value = { messageId: 'm1', emoji: '🔥', user: ana, on: true };
    known.expect([{ type: 'chat.reacted', payload: value }]);
    expect(first(known)?.reactions).toHaveLength(1);
    known.expect([]);
    expect(first(known)?.reactions).toEqual([]);
    known.expect([{ type: 'chat.reacted', payload: value }]);
    known.reset(fresh(upTo(1)), 1);
    expect(first(known)?.reactions).toHaveLength(1);
    known.apply(reacted(2, 1, ana));
    expect(first(known)?.reactions).toHaveLength(1);
    known.expect([]);
    expect(first(known)?.reactions).toEqual([{ emoji: '🔥', count: 1, users: [ana] }]);
  });

  it('contain nothing of the earlier state after a reset', () => {
    const known = new Conversation();
    known.reset(fresh(upTo(10)), 10);
    known.reset(fresh(upTo(900).slice(850), true), 900);
    expect(known.view.messages).toHaveLength(50);
    expect(known.view).toMatchObject({ hasMore: true, gaps: [] });
  });
});

/** The database: the result of a script of random events. */
function databaseAt(log: readonly RoomEvent[], seq: number): MessageView[] {
  let all: MessageView[] = [];
  for (const event of log.slice(0, seq)) {
    if (event.type === 'chat.sent') all = [...all, event.payload.message];
    else if (isMessageChange(event)) {
      all = all.map((one) =>
        one.id === event.payload.messageId ? withChange(one, event) : withQuoteChange(one, event),
      );
    }
  }
  return all;
}

function logOf(draws: readonly number[]): RoomEvent[] {
  const log: RoomEvent[] = [];
  const value: number[] = [];
  for (const [i, draw] of draws.entries()) {
    const seq = i + 1;
    const of = value[draw % Math.max(1, value.length)];
    const kind = of === undefined ? 0 : draw % 9;
    if (of === undefined || kind < 4) {
      log.push(sent(of !== undefined && kind === 3 ? quoting(seq, of) : message(seq)));
      value.push(seq);
    } else if (kind === 4) log.push(edited(seq, of));
    else if (kind === 5) log.push(reacted(seq, of, draw % 2 ? ana : bo, draw % 3 > 0));
    else if (kind === 6) log.push(pinned(seq, of, draw % 4 > 0));
    else if (kind === 7) log.push(deleted(seq, value.splice(value.indexOf(of), 1)[0] ?? 0));
    else log.push({ ...at(seq), type: 'rooms.created', payload: { by: ana } });
  }
  return log;
}

describe('for any order of pages and events', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('events' as const), count: fc.integer({ min: 1, max: 9 }) }),
    fc.record({
      kind: fc.constant('ask' as const),
      way: fc.nat(2),
      index: fc.nat(200),
      lead: fc.integer({ min: -9, max: 9 }),
    }),
    fc.record({ kind: fc.constant('answer' as const), index: fc.nat(9) }),
    fc.record({ kind: fc.constant('trim' as const), index: fc.nat(200) }),
  );

  it('[W10] every message equals the one in the database, or is in a gap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000), { minLength: 20, maxLength: 150, size: 'max' }),
        fc.array(step, { maxLength: 60, size: 'max' }),
        (draws, steps) => {
          const log = logOf(draws);
          let applied = 10;
          const known = new Conversation();
          known.reset(fresh(databaseAt(log, applied).slice(-3), databaseAt(log, applied).length > 3), applied);
          const answers: (() => boolean)[] = [];
          for (const one of steps) {
            if (one.kind === 'events') {
              for (const event of log.slice(applied, applied + one.count)) known.apply(event);
              applied = Math.min(log.length, applied + one.count);
            } else if (one.kind === 'answer') answers.splice(one.index % Math.max(1, answers.length), 1)[0]?.();
            else if (one.kind === 'trim') known.trim(one.index, 12, 4);
            else answers.push(fetch(known, log, Math.min(log.length, Math.max(1, applied + one.lead)), one));
            holds(known, log);
          }
          for (const reply of answers) reply();
          for (const event of log.slice(applied)) known.apply(event);
          const { view } = known;
          const existing = databaseAt(log, log.length);
          const loaded = existing.filter(({ seq }) => view.messages.some((one) => one.seq === seq));
          expect(view.messages).toEqual(loaded);
          const oldest = view.messages[0]?.seq ?? Infinity;
          for (const { seq } of existing.filter((one) => !loaded.includes(one))) {
            const inGap = view.gaps.some(({ afterSeq, beforeSeq }) => afterSeq < seq && seq < beforeSeq);
            expect(inGap || (view.hasMore && seq < oldest)).toBe(true);
          }
        },
      ),
      { verbose: true },
    );
  });

  function fetch(
    known: Conversation,
    log: readonly RoomEvent[],
    seq: number,
    { way, index }: { way: number; index: number },
  ) {
    const all = databaseAt(log, seq);
    const { gaps, messages } = known.view;
    const gap = gaps[index % Math.max(1, gaps.length)];
    const before = gap?.beforeSeq ?? messages[0]?.seq ?? seq;
    if (way === 0) {
      const loadOlder = all.filter((one) => one.seq < before);
      return () =>
        known.addOlder(before, { messages: loadOlder.slice(-3).toReversed(), hasMore: loadOlder.length > 3, seq });
    }
    if (way === 1) {
      const after = gap?.afterSeq ?? messages.at(-1)?.seq ?? seq;
      const newer = all.filter((one) => one.seq > after);
      return () => known.addNewer(after, { messages: newer.slice(0, 3).toReversed(), hasMore: newer.length > 3, seq });
    }
    const around = all.slice(Math.max(0, (index % (all.length + 1)) - 2)).slice(0, 4);
    const hasOlder = all[0] !== around[0];
    const hasNewer = all.at(-1) !== around.at(-1);
    return () => known.addWindow({ messages: around.toReversed(), hasOlder, hasNewer, seq });
  }

  /** Invariant: ordered by seq, unique, and gaps only between loaded messages. */
  function holds(known: Conversation, log: readonly RoomEvent[]): void {
    const view = seqs(known);
    expect(view).toEqual([...new Set(view)].sort((a, b) => a - b));
    for (const { afterSeq, beforeSeq } of known.view.gaps) {
      expect(afterSeq).toBeLessThan(beforeSeq);
      expect(beforeSeq).toBeLessThanOrEqual(log.length + 1);
      expect(view.some((seq) => afterSeq < seq && seq < beforeSeq)).toBe(false);
    }
  }
});
