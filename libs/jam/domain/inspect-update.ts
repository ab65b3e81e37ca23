import * as Y from 'yjs';
import { isRootName, ROOT_TYPES } from './document-schema.js';
import { type FindRoot, rootsOf } from './root-resolver.js';

/** Text, plain values of settings, and what is deleted: nothing else has business in a room's document. */
const CONTENTS = [Y.ContentString, Y.ContentAny, Y.ContentDeleted, Y.ContentJSON] as const;
/** UTF-16 units; LoRAs and the image to start from are JSON in a string. */
const VALUE_AT_MOST = 1000;

const isPlain = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= VALUE_AT_MOST);

const isAllowedContent = (struct: Y.Item | Y.GC | Y.Skip): boolean => {
  if (!(struct instanceof Y.Item)) return true;
  const { content, parent } = struct;
  // A root type is named only by its first items; the others hang on those.
  if (typeof parent === 'string' && !isRootName(parent)) return false;
  if (!CONTENTS.some((kind) => content instanceof kind)) return false;
  return !isValue(content) || content.arr.every(isPlain);
};

const isValue = (content: Y.Item['content']): content is Y.ContentAny | Y.ContentJSON =>
  content instanceof Y.ContentAny || content instanceof Y.ContentJSON;

/**
 * Values belong to the settings. In a text they would count in its length and show nowhere: whatever anybody writes
 * behind them lands elsewhere than on their screen. One whose place is not known yet might be going there.
 */
const areValuesUnderSettings = (structs: readonly (Y.Item | Y.GC | Y.Skip)[], inDocument: FindRoot): boolean => {
  const values = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item && isValue(struct.content));
  if (!values.length) return true;
  const rootOf = rootsOf(structs, inDocument);
  return values.every((item) => {
    const root = rootOf(item);
    return root === ROOT_TYPES.settings || root === null;
  });
};

/**
 * Whether an update can be read to its end and holds only what belongs into a room's document. Everything is looked at before
 * anything is applied: Yjs itself would keep the first half of an update that breaks off.
 * @param inDocument what the document knows of the items an update hangs on
 */
export const isWellFormed = (update: Uint8Array, inDocument: FindRoot): boolean => {
  try {
    const { structs } = Y.decodeUpdate(update);
    return structs.every(isAllowedContent) && areValuesUnderSettings(structs, inDocument);
  } catch {
    return false;
  }
};
