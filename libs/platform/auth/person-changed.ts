import type { Identity } from './session-reader.js';

/** Bus topic: somebody shows another name or picture from now on, or is gone; then the name is empty. */
export const PERSON_CHANGED_TOPIC = 'person.changed';

export interface PersonChangedNews {
  readonly person: Identity['person'];
}
