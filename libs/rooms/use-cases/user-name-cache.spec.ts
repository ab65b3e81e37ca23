import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Users, type User } from '../domain/user.js';
import { UserNameCache } from './user-name-cache.js';

class Counting extends Users {
  readonly asked: string[][] = [];
  names = new Map([
    ['ann', 'Ann'],
    ['bob', 'Bob'],
  ]);

  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
    this.asked.push([...ids]);
    const found = ids.flatMap((id) => (this.names.has(id) ? [{ id, name: this.names.get(id) ?? '' }] : []));
    return Promise.resolve(new Map(found.map((user) => [user.id, user])));
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('[R10] asks once in a moment for those whom many are told of, and anew when somebody is called otherwise', async () => {
  const users = new Counting();
  const shared = new UserNameCache(users);
  expect((await shared.of(['ann', 'ann', 'gone']))('ann').name).toBe('Ann');
  const both = await shared.of(['ann', 'bob', 'gone']);
  expect([both('ann').name, both('bob').name, both('gone').name]).toEqual(['Ann', 'Bob', '']);
  expect(users.asked).toEqual([
    ['ann', 'gone'],
    ['bob', 'gone'],
  ]);
  users.names.set('ann', 'Anna');
  shared.forget();
  expect((await shared.of(['ann']))('ann').name).toBe('Anna');
  users.names.set('ann', 'Annabel');
  expect((await shared.of(['ann']))('ann').name).toBe('Anna');
  jest.advanceTimersByTime(1_000);
  expect((await shared.of(['ann']))('ann').name).toBe('Annabel');
});
