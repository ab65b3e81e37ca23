import type * as Y from 'yjs';

/** Whether these clients wrote nothing of the text from `from` to `to`, in UTF-16 code units. */
export function isWrittenByOthers(text: Y.Text, from: number, to: number, own: ReadonlySet<number>): boolean {
  return piecesBetween(text, from, to).every((client) => !own.has(client));
}

/** Whether the text contains anything that these clients did not write. */
export const hasTextOfOthers = (text: Y.Text, own: ReadonlySet<number>): boolean =>
  piecesBetween(text, 0, text.length).some((client) => !own.has(client));

/** The client of each piece. */
function piecesBetween(text: Y.Text, from: number, to: number): number[] {
  const clients: number[] = [];
  let at = 0;
  for (let item = text._start; item && at < to; item = item.right) {
    if (item.deleted || !item.countable) continue;
    at += item.length;
    if (at > from) clients.push(item.id.client);
  }
  return clients;
}
