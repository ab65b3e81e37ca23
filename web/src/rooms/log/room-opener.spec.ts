import { describe, expect, it } from '@jest/globals';
import type { RoomSnapshot } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import { RoomOpener } from './room-opener.js';

const snapshot = (seq: number) => ({ seq }) as RoomSnapshot;
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function anEntrance(answers: (() => Promise<RoomSnapshot>)[]) {
  const value: string[] = [];
  const line = { up: true };
  const roomOpener = new RoomOpener({
    isUp: () => line.up,
    open: () => answers.shift()?.() ?? new Promise(() => undefined),
    onOpened: ({ seq }) => void value.push(`arrived ${seq}`),
    onRetry: ({ code }) => void value.push(`delayed ${code}`),
    onRejected: ({ code }) => void value.push(`rejected ${code}`),
    backoff: async () => undefined,
  });
  return { entrance: roomOpener, value, line };
}
const no = (code: 'TIMEOUT' | 'RATE_LIMITED' | 'ROOMS_NOT_FOUND') => () => Promise.reject(new Rejection(code));
const yes = (seq: number) => () => Promise.resolve(snapshot(seq));

describe('opening a room', () => {
  it('retries after temporary errors', async () => {
    const { entrance, value } = anEntrance([no('TIMEOUT'), no('RATE_LIMITED'), yes(4)]);
    await entrance.open();
    expect(value).toEqual(['delayed TIMEOUT', 'delayed RATE_LIMITED', 'arrived 4']);
  });

  it('ends on a permanent rejection', async () => {
    const { entrance, value } = anEntrance([no('ROOMS_NOT_FOUND'), yes(4)]);
    await entrance.open();
    expect(value).toEqual(['rejected ROOMS_NOT_FOUND']);
  });

  it('lets only the newest attempt succeed', async () => {
    let late: (value: RoomSnapshot) => void = () => undefined;
    const { entrance, value } = anEntrance([() => new Promise((resolve) => (late = resolve)), yes(5)]);
    void entrance.open();
    await entrance.open();
    late(snapshot(3));
    await settled();
    expect(value).toEqual(['arrived 5']);
  });

  it('stops retrying on disconnect or when the user leaves', async () => {
    const cut = anEntrance([no('TIMEOUT'), yes(1)]);
    const opening = cut.entrance.open();
    cut.line.up = false;
    await opening;
    expect(cut.value).toEqual(['delayed TIMEOUT']);
    const left = anEntrance([yes(1)]);
    void left.entrance.open();
    left.entrance.abandon();
    await settled();
    expect(left.value).toEqual([]);
  });
});
