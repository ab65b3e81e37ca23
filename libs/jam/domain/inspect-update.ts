import * as Y from 'yjs';
import { isPart } from './document-parts.js';

/** Text, plain values of settings, and what is deleted: nothing else has business in a room's document. */
const CONTENTS = [Y.ContentString, Y.ContentAny, Y.ContentDeleted, Y.ContentJSON] as const;
const VALUE_AT_MOST = 200;

const isPlain = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= VALUE_AT_MOST);

const isWelcome = (struct: Y.Item | Y.GC | Y.Skip): boolean => {
  if (!(struct instanceof Y.Item)) return true;
  const { content, parent } = struct;
  // A root type is named only by its first items; the others hang on those.
  if (typeof parent === 'string' && !isPart(parent)) return false;
  if (!CONTENTS.some((kind) => content instanceof kind)) return false;
  return !(content instanceof Y.ContentAny || content instanceof Y.ContentJSON) || content.arr.every(isPlain);
};

/**
 * Whether an update can be read to its end and holds only what belongs into a room's document. Everything is looked at before
 * anything is applied: Yjs itself would keep the first half of an update that breaks off.
 */
export const isWellFormed = (update: Uint8Array): boolean => {
  try {
    const { structs } = Y.decodeUpdate(update);
    return structs.every(isWelcome);
  } catch {
    return false;
  }
};
