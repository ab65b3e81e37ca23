import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { People, type Person } from '../domain/person.js';
import { SharedNames } from './shared-names.js';

class Counting extends People {
  readonly asked: string[][] = [];
  names = new Map([
    ['ann', 'Ann'],
    ['bob', 'Bob'],
  ]);

  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    this.asked.push([...ids]);
    const found = ids.flatMap((id) => (this.names.has(id) ? [{ id, name: this.names.get(id) ?? '' }] : []));
    return Promise.resolve(new Map(found.map((person) => [person.id, person])));
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('[R10] asks once in a moment for those whom many are told of, and anew when somebody is called otherwise', async () => {
  const people = new Counting();
  const shared = new SharedNames(people);
  expect((await shared.of(['ann', 'ann', 'gone']))('ann').name).toBe('Ann');
  const both = await shared.of(['ann', 'bob', 'gone']);
  expect([both('ann').name, both('bob').name, both('gone').name]).toEqual(['Ann', 'Bob', '']);
  expect(people.asked).toEqual([
    ['ann', 'gone'],
    ['bob', 'gone'],
  ]);
  people.names.set('ann', 'Anna');
  shared.forget();
  expect((await shared.of(['ann']))('ann').name).toBe('Anna');
  people.names.set('ann', 'Annabel');
  expect((await shared.of(['ann']))('ann').name).toBe('Anna');
  jest.advanceTimersByTime(1_000);
  expect((await shared.of(['ann']))('ann').name).toBe('Annabel');
});
