import type { PersonView } from '@visionary/contract';

const KEYS = new Set(['id', 'name', 'picture']);

/**
 * Every person view inside a value the server said, at any depth, in order. One is an object of `id`, `name` and perhaps
 * `picture`, and nothing else; references to rooms look the same, and their ids meet no person's.
 */
export function personsIn(said: unknown, found: PersonView[] = []): PersonView[] {
  if (typeof said !== 'object' || said === null || ArrayBuffer.isView(said) || said instanceof ArrayBuffer) {
    return found;
  }
  if (Array.isArray(said)) {
    for (const item of said) personsIn(item, found);
    return found;
  }
  if (isPerson(said)) found.push(said);
  else for (const item of Object.values(said)) personsIn(item, found);
  return found;
}

function isPerson(value: object): value is PersonView {
  if (!('id' in value && 'name' in value) || typeof value.id !== 'string' || typeof value.name !== 'string') {
    return false;
  }
  return Object.keys(value).every((key) => KEYS.has(key));
}
