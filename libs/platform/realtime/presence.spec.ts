import { expect, it } from '@jest/globals';
import { LIMITS, presentCount } from '@visionary/contract';
import { InProcessBus } from '../bus/in-process-bus.js';
import { Presence } from './presence.js';
import type { UserAvailability } from './user-availability.js';

const ROOM = 'room';

/** @param away ids of users who are idle in all of their tabs */
function roomOf(people: number, visitors: number, away: readonly string[] = []): Presence {
  const availability = { of: (id: string) => (away.includes(id) ? 'away' : 'online'), onChange: () => undefined };
  const presence = new Presence(new InProcessBus(), availability as unknown as UserAvailability);
  for (let n = 0; n < people; n++) {
    const id = `user ${String(n).padStart(4, '0')}`;
    presence.enter(ROOM, `socket ${n}`, { id, name: id });
  }
  for (let n = 0; n < visitors; n++) presence.enter(ROOM, `visitor ${n}`, null);
  return presence;
}

it('[RT4] names everybody while they are few', () => {
  const presence = roomOf(LIMITS.presentUsers, 2);
  const view = presence.viewOf(ROOM);
  expect(view.users).toHaveLength(LIMITS.presentUsers);
  expect(view).not.toHaveProperty('unlisted');
  expect(view.visitors).toBe(2);
  expect(presence.viewOf(ROOM)).toBe(view);
});

it('[RT4] names some of a crowd, those who are not away first, and counts the others', () => {
  const presence = roomOf(1_000, 3, ['user 0000', 'user 0001']);
  expect(presence.of(ROOM).users).toHaveLength(1_000);
  const view = presence.viewOf(ROOM);
  expect(view).toMatchObject({ unlisted: 1_000 - LIMITS.presentUsers, visitors: 3 });
  expect(view.users.map(({ id }) => id)).toEqual(
    Array.from({ length: LIMITS.presentUsers }, (_, n) => `user ${String(n + 2).padStart(4, '0')}`),
  );
  expect(view).not.toHaveProperty('away');
  expect(presentCount(view)).toBe(1_003);
  expect(presentCount(presence.cardOf(ROOM))).toBe(1_003);
  expect(presence.cardOf(ROOM).users).toHaveLength(LIMITS.presentUsersOnCard);
});

it('[RT4] names the reader of a card in a crowd', () => {
  const presence = roomOf(10, 0, ['user 0009']);
  const named = (readerId: string) => presence.cardOf(ROOM, readerId).users.map(({ id }) => id);
  expect(named('user 0009')).toEqual(['user 0009', 'user 0000', 'user 0001', 'user 0002', 'user 0003']);
  expect(named('user 0000')).toEqual(named('a stranger'));
  expect(presence.cardOf(ROOM, 'user 0009')).toMatchObject({ away: ['user 0009'], unlisted: 5 });
});

it('[RT4] follows who comes, leaves and is away', () => {
  const presence = roomOf(2, 0, ['user 0001']);
  expect(presence.viewOf(ROOM)).toMatchObject({ away: ['user 0001'] });
  presence.leave(ROOM, 'socket 1');
  expect(presence.viewOf(ROOM)).toEqual({ users: [{ id: 'user 0000', name: 'user 0000' }], visitors: 0 });
});
