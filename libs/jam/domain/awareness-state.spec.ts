import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AwarenessState } from './awareness-state.js';
import { readAwareness, writeAwareness } from './awareness-message.js';

const ANN = { id: 'ann', name: 'Ann' };
const BOB = { id: 'bob', name: 'Bob' };
const NULL = 'null';
const hand = (clientId: number, clock: number, user: string | null) =>
  writeAwareness([
    { clientId, clock, json: user === null ? NULL : JSON.stringify({ user: { id: user }, cursor: clock }) },
  ]);
const present = (board: AwarenessState) => readAwareness(board.everybody ?? new Uint8Array([0]));
const ids = (board: AwarenessState) => present(board)?.map(({ clientId }) => clientId);

describe('AwarenessBoard', () => {
  it('[J7] shows a hand to whoever arrives, the newest word of it', () => {
    const board = new AwarenessState();
    expect(board.everybody).toBeUndefined();
    expect(board.applyLocal(hand(1, 1, 'ann'), 's1', ANN, 0)).toEqual({ changed: [1] });
    expect(board.applyLocal(hand(1, 2, 'ann'), 's1', ANN, 0)).toEqual({ changed: [1] });
    expect(board.applyLocal(hand(1, 1, 'ann'), 's1', ANN, 0)).toEqual({ changed: [] });
    expect(present(board)).toMatchObject([{ clientId: 1, clock: 2 }]);
  });

  it('[J7] refuses a hand under another name, and a hand of somebody else', () => {
    const board = new AwarenessState();
    board.applyLocal(hand(1, 1, 'ann'), 's1', ANN, 0);
    expect(board.applyLocal(hand(2, 1, 'ann'), 's2', BOB, 0)).toBe('forged');
    expect(board.applyLocal(hand(1, 9, 'bob'), 's2', BOB, 0)).toBe('forged');
    expect(board.applyLocal(hand(1, 9, null), 's2', BOB, 0)).toBe('forged');
    expect(ids(board)).toEqual([1]);
  });

  it('[J7] refuses a hand that shows another name than its owner has', () => {
    const board = new AwarenessState();
    const named = (name: unknown) =>
      writeAwareness([{ clientId: 1, clock: 1, json: JSON.stringify({ user: { id: 'bob', name } }) }]);
    for (const name of ['Ann', 'bob', '', null, ['Bob']]) {
      expect(board.applyLocal(named(name), 's2', BOB, 0)).toBe('forged');
    }
    expect(board.applyLocal(named('Bob'), 's2', BOB, 0)).toEqual({ changed: [1] });
  });

  it('[J7] refuses what is no awareness', () => {
    const board = new AwarenessState();
    const noUser = writeAwareness([{ clientId: 1, clock: 1, json: '{"user":{}}' }]);
    const noJson = writeAwareness([{ clientId: 1, clock: 1, json: '{' }]);
    for (const update of [noUser, noJson, new Uint8Array(), new Uint8Array([255, 255, 255])]) {
      expect(board.applyLocal(update, 's1', ANN, 0)).toBe('malformed');
    }
    expect(board.isEmpty).toBe(true);
    const many = Array.from({ length: 5 }, (_, index) => board.applyLocal(hand(index, 1, 'ann'), 's1', ANN, 0));
    expect(many.at(-1)).toBe('malformed');
  });

  it('[J7] survives random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const board = new AwarenessState();
        const verdict = board.applyLocal(bytes, 's1', ANN, 0);
        expect(verdict === 'malformed' || verdict === 'forged' || board.isEmpty).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[J8] takes a hand away with its socket, unless its person came back by another', () => {
    const board = new AwarenessState();
    board.applyLocal(hand(1, 1, 'ann'), 's1', ANN, 0);
    board.applyLocal(hand(2, 1, 'bob'), 's2', BOB, 0);
    board.applyLocal(hand(2, 2, 'bob'), 's3', BOB, 0);
    expect(board.leave('s1', 0)).toEqual([1]);
    expect(board.leave('s2', 0)).toEqual([]);
    expect(ids(board)).toEqual([2]);
    expect(readAwareness(board.encode([1]))).toEqual([{ clientId: 1, clock: 2, json: NULL }]);
  });

  it('[J8] forgets within 30 s what a dead node has left, and nobody of this node', () => {
    const board = new AwarenessState();
    board.applyLocal(hand(1, 1, 'ann'), 's1', ANN, 0);
    board.applyRemote(hand(2, 1, 'bob'), 0);
    expect(board.removeStale(20_000)).toEqual([]);
    expect(board.removeStale(25_000)).toEqual([2]);
    expect(ids(board)).toEqual([1]);
  });
});
