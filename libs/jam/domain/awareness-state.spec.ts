import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AwarenessState } from './awareness-state.js';
import { readAwareness, writeAwareness } from './awareness-message.js';

const ANN = { id: 'ann', name: 'Ann' };
const BOB = { id: 'bob', name: 'Bob' };
const NULL = 'null';
const stateOf = (clientId: number, clock: number, user: string | null) =>
  writeAwareness([
    { clientId, clock, json: user === null ? NULL : JSON.stringify({ user: { id: user }, cursor: clock }) },
  ]);
const present = (state: AwarenessState) => readAwareness(state.present ?? new Uint8Array([0]));
const ids = (state: AwarenessState) => present(state)?.map(({ clientId }) => clientId);

describe('AwarenessState', () => {
  it('[J7] keeps the newest state of each client', () => {
    const state = new AwarenessState();
    expect(state.present).toBeUndefined();
    expect(state.applyLocal(stateOf(1, 1, 'ann'), 's1', ANN, 0)).toEqual({ changed: [1] });
    expect(state.applyLocal(stateOf(1, 2, 'ann'), 's1', ANN, 0)).toEqual({ changed: [1] });
    expect(state.applyLocal(stateOf(1, 1, 'ann'), 's1', ANN, 0)).toEqual({ changed: [] });
    expect(present(state)).toMatchObject([{ clientId: 1, clock: 2 }]);
  });

  it('[J7] rejects a state of another user, and a client of another user', () => {
    const state = new AwarenessState();
    state.applyLocal(stateOf(1, 1, 'ann'), 's1', ANN, 0);
    expect(state.applyLocal(stateOf(2, 1, 'ann'), 's2', BOB, 0)).toBe('forged');
    expect(state.applyLocal(stateOf(1, 9, 'bob'), 's2', BOB, 0)).toBe('forged');
    expect(state.applyLocal(stateOf(1, 9, null), 's2', BOB, 0)).toBe('forged');
    expect(ids(state)).toEqual([1]);
  });

  it('[J7] rejects a state with another name than its user has', () => {
    const state = new AwarenessState();
    const named = (name: unknown) =>
      writeAwareness([{ clientId: 1, clock: 1, json: JSON.stringify({ user: { id: 'bob', name } }) }]);
    for (const name of ['Ann', 'bob', '', null, ['Bob']]) {
      expect(state.applyLocal(named(name), 's2', BOB, 0)).toBe('forged');
    }
    expect(state.applyLocal(named('Bob'), 's2', BOB, 0)).toEqual({ changed: [1] });
  });

  it('[J7] rejects malformed updates', () => {
    const state = new AwarenessState();
    const noUser = writeAwareness([{ clientId: 1, clock: 1, json: '{"user":{}}' }]);
    const noJson = writeAwareness([{ clientId: 1, clock: 1, json: '{' }]);
    for (const update of [noUser, noJson, new Uint8Array(), new Uint8Array([255, 255, 255])]) {
      expect(state.applyLocal(update, 's1', ANN, 0)).toBe('malformed');
    }
    expect(state.isEmpty).toBe(true);
    const many = Array.from({ length: 5 }, (_, index) => state.applyLocal(stateOf(index, 1, 'ann'), 's1', ANN, 0));
    expect(many.at(-1)).toBe('malformed');
  });

  it('[J7] rejects random bytes without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const state = new AwarenessState();
        const result = state.applyLocal(bytes, 's1', ANN, 0);
        expect(result === 'malformed' || result === 'forged' || state.isEmpty).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[J8] removes the clients of a closed socket unless another socket of the user took them over', () => {
    const state = new AwarenessState();
    state.applyLocal(stateOf(1, 1, 'ann'), 's1', ANN, 0);
    state.applyLocal(stateOf(2, 1, 'bob'), 's2', BOB, 0);
    state.applyLocal(stateOf(2, 2, 'bob'), 's3', BOB, 0);
    expect(state.removeSocket('s1', 0)).toEqual([1]);
    expect(state.removeSocket('s2', 0)).toEqual([]);
    expect(ids(state)).toEqual([2]);
    expect(readAwareness(state.encode([1]))).toEqual([{ clientId: 1, clock: 2, json: NULL }]);
  });

  it('[J8] removes clients of a dead node within 30 s, and none of this node', () => {
    const state = new AwarenessState();
    state.applyLocal(stateOf(1, 1, 'ann'), 's1', ANN, 0);
    state.applyRemote(stateOf(2, 1, 'bob'), 0);
    expect(state.removeStale(20_000)).toEqual([]);
    expect(state.removeStale(25_000)).toEqual([2]);
    expect(ids(state)).toEqual([1]);
  });
});
