import { EditorState, type ChangeSpec } from '@codemirror/state';

/** A weight as a Chinese input method types it: `（红色的山：1.3）`. */
const FULL_WIDTH_WEIGHT = /（([^（）()\n]+)：\s*(\d(?:[.．。]\d+)?)）/gu;

/** The changes that give the weights of a text the brackets and colons that the syntax has. */
const halfWidthWeights = (text: string): ChangeSpec[] =>
  [...text.matchAll(FULL_WIDTH_WEIGHT)].map(({ index, 0: typed, 1: words = '', 2: weight = '' }) => ({
    from: index,
    to: index + typed.length,
    insert: `(${words}:${weight.replace(/[．。]/u, '.')})`,
  }));

/** Corrects weights as they are typed or pasted. Undo brings them back as one step. */
export const halfWidthSyntax = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.isUserEvent('input')) return transaction;
  let isClosed = false;
  transaction.changes.iterChanges(
    (_from, _to, _start, _end, inserted) => (isClosed ||= inserted.toString().includes('）')),
  );
  if (!isClosed) return transaction;
  const changes = halfWidthWeights(transaction.newDoc.toString());
  return changes.length === 0 ? transaction : [transaction, { changes, sequential: true }];
});
