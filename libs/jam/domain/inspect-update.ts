import * as Y from 'yjs';
import { isRootName, ROOT_TYPES } from './document-schema.js';
import { type FindRoot, createRootFinder } from './root-resolver.js';

/** Text, plain setting values, and deletions. A document contains nothing else. */
const ALLOWED_CONTENTS = [Y.ContentString, Y.ContentAny, Y.ContentDeleted, Y.ContentJSON] as const;
/** UTF-16 units. Additions and the init image are JSON in a string. */
const MAX_VALUE_LENGTH = 1000;

const isPlain = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= MAX_VALUE_LENGTH);

const isAllowedContent = (struct: Y.Item | Y.GC | Y.Skip): boolean => {
  if (!(struct instanceof Y.Item)) return true;
  const { content, parent } = struct;
  // Only the first items of a root type name it. The others name a neighbor.
  if (typeof parent === 'string' && !isRootName(parent)) return false;
  if (!ALLOWED_CONTENTS.some((kind) => content instanceof kind)) return false;
  return !isValue(content) || content.arr.every(isPlain);
};

const isValue = (content: Y.Item['content']): content is Y.ContentAny | Y.ContentJSON =>
  content instanceof Y.ContentAny || content instanceof Y.ContentJSON;

/**
 * Values are allowed in the settings only. In a text they would count in its length but be invisible, which shifts all later
 * edits. A value whose root isn't known yet is rejected, because it may belong to a text.
 */
const areValuesUnderSettings = (structs: readonly (Y.Item | Y.GC | Y.Skip)[], inDocument: FindRoot): boolean => {
  const values = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item && isValue(struct.content));
  if (!values.length) return true;
  const rootOf = createRootFinder(structs, inDocument);
  return values.every((item) => {
    const root = rootOf(item);
    return root === ROOT_TYPES.settings || root === null;
  });
};

/**
 * Whether an update is complete and contains only allowed content. Checked before it is applied, because Yjs would keep the
 * first half of a truncated update.
 * @param inDocument finds the root of items that the document already has
 */
export const isWellFormed = (update: Uint8Array, inDocument: FindRoot): boolean => {
  try {
    const { structs } = Y.decodeUpdate(update);
    return structs.every(isAllowedContent) && areValuesUnderSettings(structs, inDocument);
  } catch {
    return false;
  }
};
