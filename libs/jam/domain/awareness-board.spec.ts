import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AwarenessBoard } from './awareness-board.js';
import { readAwareness, writeAwareness } from './awareness-message.js';

const ANN = { id: 'ann', name: 'Ann' };
const BOB = { id: 'bob', name: 'Bob' };
const NULL = 'null';
const hand = (clientId: number, clock: number, person: string | null) =>
  writeAwareness([
    { clientId, clock, json: person === null ? NULL : JSON.stringify({ user: { id: person }, cursor: clock }) },
  ]);
const present = (board: AwarenessBoard) => readAwareness(board.everybody ?? new Uint8Array([0]));
const ids = (board: AwarenessBoard) => present(board)?.map(({ clientId }) => clientId);

describe('AwarenessBoard', () => {
  it('[J7] shows a hand to whoever arrives, the newest word of it', () => {
    const board = new AwarenessBoard();
    expect(board.everybody).toBeUndefined();
    expect(board.say(hand(1, 1, 'ann'), 's1', ANN, 0)).toEqual({ changed: [1] });
    expect(board.say(hand(1, 2, 'ann'), 's1', ANN, 0)).toEqual({ changed: [1] });
    expect(board.say(hand(1, 1, 'ann'), 's1', ANN, 0)).toEqual({ changed: [] });
    expect(present(board)).toMatchObject([{ clientId: 1, clock: 2 }]);
  });

  it('[J7] refuses a hand under another name, and a hand of somebody else', () => {
    const board = new AwarenessBoard();
    board.say(hand(1, 1, 'ann'), 's1', ANN, 0);
    expect(board.say(hand(2, 1, 'ann'), 's2', BOB, 0)).toBe('forged');
    expect(board.say(hand(1, 9, 'bob'), 's2', BOB, 0)).toBe('forged');
    expect(board.say(hand(1, 9, null), 's2', BOB, 0)).toBe('forged');
    expect(ids(board)).toEqual([1]);
  });

  it('[J7] refuses a hand that shows another name than its owner has', () => {
    const board = new AwarenessBoard();
    const named = (name: unknown) =>
      writeAwareness([{ clientId: 1, clock: 1, json: JSON.stringify({ user: { id: 'bob', name } }) }]);
    for (const name of ['Ann', 'bob', '', null, ['Bob']]) expect(board.say(named(name), 's2', BOB, 0)).toBe('forged');
    expect(board.say(named('Bob'), 's2', BOB, 0)).toEqual({ changed: [1] });
  });

  it('[J7] refuses what is no awareness', () => {
    const board = new AwarenessBoard();
    const noPerson = writeAwareness([{ clientId: 1, clock: 1, json: '{"user":{}}' }]);
    const noJson = writeAwareness([{ clientId: 1, clock: 1, json: '{' }]);
    for (const update of [noPerson, noJson, new Uint8Array(), new Uint8Array([255, 255, 255])]) {
      expect(board.say(update, 's1', ANN, 0)).toBe('malformed');
    }
    expect(board.isEmpty).toBe(true);
    const many = Array.from({ length: 5 }, (_, index) => board.say(hand(index, 1, 'ann'), 's1', ANN, 0));
    expect(many.at(-1)).toBe('malformed');
  });

  it('[J7] survives random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const board = new AwarenessBoard();
        const verdict = board.say(bytes, 's1', ANN, 0);
        expect(verdict === 'malformed' || verdict === 'forged' || board.isEmpty).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[J8] takes a hand away with its socket, unless its person came back by another', () => {
    const board = new AwarenessBoard();
    board.say(hand(1, 1, 'ann'), 's1', ANN, 0);
    board.say(hand(2, 1, 'bob'), 's2', BOB, 0);
    board.say(hand(2, 2, 'bob'), 's3', BOB, 0);
    expect(board.leave('s1', 0)).toEqual([1]);
    expect(board.leave('s2', 0)).toEqual([]);
    expect(ids(board)).toEqual([2]);
    expect(readAwareness(board.encode([1]))).toEqual([{ clientId: 1, clock: 2, json: NULL }]);
  });

  it('[J8] forgets within 30 s what a dead node has left, and nobody of this node', () => {
    const board = new AwarenessBoard();
    board.say(hand(1, 1, 'ann'), 's1', ANN, 0);
    board.hear(hand(2, 1, 'bob'), 0);
    expect(board.leaveSilent(20_000)).toEqual([]);
    expect(board.leaveSilent(25_000)).toEqual([2]);
    expect(ids(board)).toEqual([1]);
  });
});
