import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RoomTurns } from './room-turns.js';

describe('RoomTurns', () => {
  let turns: RoomTurns;
  let running: Map<string, (() => void)[]>;
  beforeEach(() => {
    jest.useFakeTimers();
    [turns, running] = [new RoomTurns(), new Map()];
  });
  afterEach(() => void jest.useRealTimers());

  /** A transaction that runs until `end`. */
  const transact = (roomId: string, waitMs = 5_000): Promise<void> =>
    turns.runInRoom(roomId, () =>
      turns.take(performance.now() + waitMs, () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        running.set(roomId, [...(running.get(roomId) ?? []), resolve]);
        return promise;
      }),
    );
  const settle = () => jest.advanceTimersByTimeAsync(0);
  const count = (roomId: string) => running.get(roomId)?.length ?? 0;
  const end = async (roomId: string) => {
    running.get(roomId)?.shift()?.();
    await settle();
  };

  it('[D9] runs three transactions of a room at once, and those of other rooms beside them', async () => {
    for (let n = 0; n < 5; n++) void transact('locked');
    for (let n = 0; n < 2; n++) void transact('free');
    await settle();
    expect([count('locked'), count('free')]).toEqual([3, 2]);
    await end('locked');
    expect(count('locked')).toBe(3);
  });

  it('[D9] runs one at a time in a room whose row stays locked, and three again later', async () => {
    for (let n = 0; n < 6; n++) void transact('locked');
    await settle();
    turns.runInRoom('locked', () => turns.noteLocked());
    for (let n = 0; n < 3; n++) await end('locked');
    expect(count('locked')).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    await end('locked');
    expect(count('locked')).toBe(2);
  });

  it('[D9] rejects with UNAVAILABLE when the turn does not come in time', async () => {
    for (let n = 0; n < 3; n++) void transact('locked');
    const late = transact('locked', 1_000).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await late).toMatchObject({ code: 'UNAVAILABLE', detail: { retryAfterSeconds: 1 } });
    void transact('locked');
    await end('locked');
    expect(count('locked')).toBe(3);
  });

  it('[D9] does not limit work outside rooms', async () => {
    const ended = Array.from({ length: 20 }, () => turns.take(performance.now(), async () => 'done'));
    expect(await Promise.all(ended)).toEqual(Array.from({ length: 20 }, () => 'done'));
  });
});
