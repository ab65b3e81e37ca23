import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MessageView } from '@visionary/contract';
import { EMPTY, withMessage, withOlder, withReaction } from './conversation.js';

const ana = { id: 'ana', name: 'Ana' };
const bo = { id: 'bo', name: 'Bo' };
const message = (seq: number): MessageView => ({
  id: `m${seq}`,
  roomId: 'r',
  seq,
  clientId: `c${seq}`,
  author: ana,
  text: `number ${seq}`,
  at: seq,
  reactions: [],
});

describe('a conversation', () => {
  it('holds every message once and by seq, whatever the order of pages and events', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 0, max: 30 }), (seqs, split) => {
        let known = EMPTY;
        for (const seq of seqs.slice(split)) known = withMessage(known, message(seq));
        known = withOlder(known, { messages: seqs.slice(0, split).map(message), more: true });
        const expected = [...new Set(seqs)].sort((a, b) => a - b);
        expect(known.messages.map(({ seq }) => seq)).toEqual(expected);
        expect(known.more).toBe(true);
      }),
    );
  });

  it('counts a reaction once for a person, in the order people gave it, and forgets it when the last takes it back', () => {
    let known = withMessage(EMPTY, message(1));
    const react = (person: typeof ana, on: boolean) =>
      (known = withReaction(known, { messageId: 'm1', emoji: '🔥', person, on }));
    react(ana, true);
    react(bo, true);
    react(ana, true);
    expect(known.messages[0]?.reactions).toEqual([{ emoji: '🔥', people: [ana, bo] }]);
    react(ana, false);
    expect(known.messages[0]?.reactions).toEqual([{ emoji: '🔥', people: [bo] }]);
    react(bo, false);
    react(bo, false);
    expect(known.messages[0]?.reactions).toEqual([]);
  });

  it('a reaction to a message that is not loaded changes nothing', () => {
    const known = withMessage(EMPTY, message(1));
    expect(withReaction(known, { messageId: 'gone', emoji: '🔥', person: bo, on: true })).toEqual(known);
  });
});
