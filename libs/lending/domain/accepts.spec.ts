import { describe, expect, it } from '@jest/globals';
import { accepts } from './accepts.js';
import { OPEN_RULES } from './lent-renderer.js';

const MIRA = 'mira';
const RENDERER = { ...OPEN_RULES, ownerId: MIRA, state: 'accepted', isDraining: false } as const;
const TAKE = { id: 'take', authorId: 'otto', roomId: 'room', roomAllowsLent: true, model: 'anime', isSample: false };
const NOON = Date.UTC(2030, 5, 1, 12);

const isAccepted = (rules: Partial<Parameters<typeof accepts>[0]>, take: Partial<typeof TAKE> = {}, now = NOON) =>
  accepts({ ...RENDERER, ...rules }, { ...TAKE, ...take }, now);

describe('what a lent renderer renders', () => {
  it('[L2] a lent renderer renders nothing before it is accepted, while it drains, and once it is banned', () => {
    expect(isAccepted({})).toBe(true);
    expect(isAccepted({ state: 'pending' })).toBe(false);
    expect(isAccepted({ state: 'banned' })).toBe(false);
    expect(isAccepted({ isDraining: true })).toBe(false);
  });

  it('[L2] a lent renderer renders for everyone, for rooms of its owner, or for its owner', () => {
    expect(isAccepted({ audience: 'rooms', roomIds: ['room'] })).toBe(true);
    expect(isAccepted({ audience: 'rooms', roomIds: ['other'] })).toBe(false);
    expect(isAccepted({ audience: 'owner' })).toBe(false);
    expect(isAccepted({ audience: 'owner' }, { authorId: MIRA })).toBe(true);
  });

  it('[L2] no lent renderer renders for a room that allows the instance’s renderers only', () => {
    expect(isAccepted({}, { roomAllowsLent: false })).toBe(false);
    expect(isAccepted({ audience: 'rooms', roomIds: ['room'] }, { roomAllowsLent: false })).toBe(false);
    expect(isAccepted({ audience: 'owner' }, { authorId: MIRA, roomAllowsLent: false })).toBe(false);
  });

  it('[L2] a sample of a published model is for renderers that are lent to everyone', () => {
    const sample = { isSample: true, roomAllowsLent: false };
    expect(isAccepted({}, sample)).toBe(true);
    expect(isAccepted({ audience: 'rooms', roomIds: ['room'] }, sample)).toBe(false);
    expect(isAccepted({ audience: 'owner' }, { ...sample, authorId: MIRA })).toBe(false);
  });

  it('[L2] a lent renderer renders the models that its owner chose', () => {
    expect(isAccepted({ models: ['anime', 'photo'] })).toBe(true);
    expect(isAccepted({ models: ['photo'] })).toBe(false);
    expect(isAccepted({ models: [] })).toBe(false);
  });

  it.each([
    ['09:00', '17:00', '08:59', false],
    ['09:00', '17:00', '09:00', true],
    ['09:00', '17:00', '16:59', true],
    ['09:00', '17:00', '17:00', false],
    // Past midnight.
    ['22:30', '07:00', '22:29', false],
    ['22:30', '07:00', '23:59', true],
    ['22:30', '07:00', '00:00', true],
    ['22:30', '07:00', '06:59', true],
    ['22:30', '07:00', '07:00', false],
    ['00:00', '06:00', '00:00', true],
    ['22:00', '00:00', '23:59', true],
    ['22:00', '00:00', '00:00', false],
  ])('[L2] from %s to %s is quiet at %s: %s', (from, to, time, isQuiet) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const now = Date.UTC(2030, 5, 1, hour, minute);
    expect(isAccepted({ quietHours: { from, to, timeZone: 'UTC' } }, {}, now)).toBe(!isQuiet);
  });

  it('[L2] quiet hours follow the clocks of their time zone, in summer and in winter', () => {
    const quietHours = { from: '18:00', to: '20:00', timeZone: 'Europe/Berlin' };
    const at = (month: number, hour: number) => isAccepted({ quietHours }, {}, Date.UTC(2030, month, 10, hour, 30));
    // 18:30 there is 16:30 UTC in July, 17:30 in January.
    expect([15, 16, 17, 18].map((hour) => at(6, hour))).toEqual([true, false, false, true]);
    expect([16, 17, 18, 19].map((hour) => at(0, hour))).toEqual([true, false, false, true]);
  });

  it('[L2] quiet hours hold while clocks are changed', () => {
    const quietHours = { from: '01:30', to: '03:30', timeZone: 'Europe/Berlin' };
    const at = (day: number, month: number, hour: number, minute: number) =>
      isAccepted({ quietHours }, {}, Date.UTC(2030, month, day, hour, minute));
    // On March 31, 02:00 to 03:00 is skipped: 01:30 is 00:30 UTC, 03:30 is 01:30 UTC.
    expect([at(31, 2, 0, 29), at(31, 2, 0, 30), at(31, 2, 1, 29), at(31, 2, 1, 30)]).toEqual([
      ...[true, false, false, true],
    ]);
    // On October 27, 02:00 to 03:00 comes twice: 01:30 is 23:30 UTC of the day before, 03:30 is 02:30 UTC.
    expect([at(26, 9, 23, 29), at(26, 9, 23, 30), at(27, 9, 2, 29), at(27, 9, 2, 30)]).toEqual([
      ...[true, false, false, true],
    ]);
  });
});
