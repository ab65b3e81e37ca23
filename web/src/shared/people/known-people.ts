import type { PersonView } from '@visionary/contract';
import { shallowReactive } from 'vue';
import { personsIn } from './persons-in.js';

/** The latest this page has heard of each person, whatever view it came in. */
const latest = shallowReactive(new Map<string, PersonView>());

/** Remembers everybody who stands in something the server said: views carry names as they are when they are read. */
export function notePeople(said: unknown): void {
  for (const person of personsIn(said)) {
    const known = latest.get(person.id);
    if (known?.name !== person.name || known.picture !== person.picture) latest.set(person.id, person);
  }
}

/** Somebody as they are now; as the view says where nothing newer is known. Read in a template it follows changes. */
export const asNow = (person: PersonView): PersonView => latest.get(person.id) ?? person;

/** Somebody of whom only the id is known, as in a mention; undefined where nothing was heard of them. */
export const personNamed = (personId: string): PersonView | undefined => latest.get(personId);
