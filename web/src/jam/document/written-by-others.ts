import type * as Y from 'yjs';

/** Whether this page wrote nothing of the text from `from` to `to`, in UTF-16 code units. */
export function isWrittenByOthers(text: Y.Text, from: number, to: number): boolean {
  const me = text.doc?.clientID;
  let at = 0;
  for (let item = text._start; item && at < to; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (item.id.client === me && at + item.length > from) return false;
    at += item.length;
  }
  return true;
}
