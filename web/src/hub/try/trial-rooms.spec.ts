import { describe, expect, it } from '@jest/globals';
import type { RoomCard } from '@visionary/contract';
import { lastTrialRoomOf, trialRoomOf, type TrialRoomOptions } from './trial-rooms.js';

const card = (id: string, more: Partial<RoomCard['room']> = {}) =>
  ({
    room: { id, name: `Trying ${id}`, visibility: 'private', owner: { id: 'ann' }, ...more },
  }) as RoomCard;
const options = (values: Partial<TrialRoomOptions>): TrialRoomOptions => ({
  ...{ userId: 'ann', modelId: 'ink', name: 'Trying ink', stored: {}, mine: [] },
  ...values,
});

describe('[B233] the room in which a model is tried', () => {
  it('is that of the last time, whatever its name is', () => {
    const mine = [card('ink'), card('r', { name: 'Sketches' })];
    expect(trialRoomOf(options({ stored: { ink: 'r' }, mine }))).toBe('r');
  });

  it('is found by its name on another browser, if it is private and the user owns it', () => {
    expect(trialRoomOf(options({ mine: [card('ink')] }))).toBe('ink');
    expect(trialRoomOf(options({ mine: [card('ink', { visibility: 'public' })] }))).toBeUndefined();
    expect(trialRoomOf(options({ mine: [card('ink', { owner: { id: 'bob' } as never })] }))).toBeUndefined();
  });

  it('is not one that was archived or left', () => {
    const mine = [card('r', { archivedAt: 1 }), card('ink', { archivedAt: 1 })];
    expect(trialRoomOf(options({ stored: { ink: 'r' }, mine }))).toBeUndefined();
    expect(trialRoomOf(options({ stored: { ink: 'r' } }))).toBeUndefined();
  });

  it('is the last one of any model where no more rooms can be created', () => {
    const stored = { wet: 'a', dry: 'b', old: 'c' };
    expect(lastTrialRoomOf(options({ stored, mine: [card('a'), card('b')] }))).toBe('b');
    expect(lastTrialRoomOf(options({ stored }))).toBeUndefined();
  });
});
