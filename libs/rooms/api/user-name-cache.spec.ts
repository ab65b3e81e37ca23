import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { User } from '../domain/user.js';
import { UserNameCache } from './user-name-cache.js';

class FakeUsers {
  readonly requests: string[][] = [];
  names = new Map([
    ['ann', 'Ann'],
    ['bob', 'Bob'],
  ]);

  byIds(ids: Iterable<string>): Promise<Map<string, User>> {
    const requested = [...ids];
    this.requests.push(requested);
    const found = requested.flatMap((id) => (this.names.has(id) ? [{ id, name: this.names.get(id) ?? '' }] : []));
    return Promise.resolve(new Map(found.map((user) => [user.id, user])));
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('[R10] UserNameCache loads a user once per interval, and again when cleared after a rename', async () => {
  const users = new FakeUsers();
  const cache = new UserNameCache(users);
  expect((await cache.of(['ann', 'ann', 'deleted']))('ann').name).toBe('Ann');
  const userOf = await cache.of(['ann', 'bob', 'deleted']);
  expect([userOf('ann').name, userOf('bob').name, userOf('deleted').name]).toEqual(['Ann', 'Bob', '']);
  expect(users.requests).toEqual([
    ['ann', 'deleted'],
    ['bob', 'deleted'],
  ]);
  users.names.set('ann', 'Anna');
  cache.clear();
  expect((await cache.of(['ann']))('ann').name).toBe('Anna');
  users.names.set('ann', 'Annabel');
  expect((await cache.of(['ann']))('ann').name).toBe('Anna');
  jest.advanceTimersByTime(1_000);
  expect((await cache.of(['ann']))('ann').name).toBe('Annabel');
});
