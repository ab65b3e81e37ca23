import { expect, it } from '@jest/globals';
import type { RoomEvent } from '@visionary/contract';
import { withJoin } from './joins.js';

const mei = { id: 'mei', name: 'Mei' };
const bo = { id: 'bo', name: 'Bo' };
const event = (seq: number, type: string, payload: object) =>
  ({ ...{ roomId: 'r', actorId: null, at: seq }, seq, type, payload }) as RoomEvent;

it('[C50] who joined has a line until they leave', () => {
  const one = withJoin([], event(1, 'rooms.joined', { user: mei, role: 'editor' }));
  const both = withJoin(one, event(2, 'rooms.joined', { user: bo, role: 'editor' }));
  expect(both).toEqual([
    { user: mei, seq: 1, at: 1 },
    { user: bo, seq: 2, at: 2 },
  ]);
  expect(withJoin(both, event(3, 'chat.sent', {}))).toBe(both);
  expect(withJoin(both, event(4, 'rooms.left', { user: mei, by: mei, how: 'left' }))).toEqual([both[1]]);
});
