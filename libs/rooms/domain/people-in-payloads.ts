import { nobody, type Person } from './person.js';

/** A person as a stored payload has them: names and pictures are looked up when it is read, so none stays behind. */
interface Stored {
  readonly $person: string;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** The contract's Person and nothing else: an id, a name, perhaps a picture. */
const isPerson = (value: Record<string, unknown>): value is Record<string, unknown> & Person => {
  if (typeof value['id'] !== 'string' || typeof value['name'] !== 'string') return false;
  const named = value['picture'] === undefined || typeof value['picture'] === 'string';
  return named && Object.keys(value).every((key) => key === 'id' || key === 'name' || key === 'picture');
};
const isStored = (value: Record<string, unknown>): value is Record<string, unknown> & Stored =>
  typeof value['$person'] === 'string' && Object.keys(value).length === 1;

/** @returns the id, where this is a person: as the contract has them, or as they are stored. */
const personIn = (value: Record<string, unknown>): string | null => {
  if (isStored(value)) return value.$person;
  return isPerson(value) ? value.id : null;
};

/** A copy with every person in it replaced. */
const replaced = (value: unknown, by: (personId: string) => object): unknown => {
  if (Array.isArray(value)) return value.map((one) => replaced(one, by));
  if (!isPlain(value)) return value;
  const personId = personIn(value);
  if (personId !== null) return by(personId);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, by)]));
};

/** The payload with ids alone, as it is stored. */
export const withoutNames = (payload: object): object =>
  replaced(payload, ($person): Stored => ({ $person })) as object;

/** Everybody in these payloads, once. */
export const peopleIn = (payloads: readonly object[]): string[] => {
  const ids = new Set<string>();
  for (const payload of payloads) replaced(payload, (personId) => ids.add(personId));
  return [...ids];
};

/** The payload as the contract has it. Whoever is not among the people has left; names that it holds itself do not count. */
export const withNames = (payload: object, people: ReadonlyMap<string, Person>): object =>
  replaced(payload, (personId) => people.get(personId) ?? nobody(personId)) as object;
