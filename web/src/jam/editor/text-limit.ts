import { EditorState, Transaction, type ChangeSpec, type Extension } from '@codemirror/state';
import { ySyncAnnotation } from 'y-codemirror.next';

/**
 * Limits local input to `max` UTF-16 units: a paste is cut to fit. Remote changes are always applied. `onFull` is called
 * when input was cut.
 */
export function textLimit(max: number, onFull: () => void): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.annotation(ySyncAnnotation)) return transaction;
    const excess = transaction.newDoc.length - max;
    if (excess <= 0 || transaction.newDoc.length <= transaction.startState.doc.length) return transaction;
    onFull();
    const cut = cutInsertion(transaction, excess);
    return cut ? [cut] : [];
  });
}

/** The same single insertion without its last `over` units; any other change is dropped. */
function cutInsertion(transaction: Transaction, excess: number) {
  const changes: { from: number; to: number; insert: string }[] = [];
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    changes.push({ from, to, insert: inserted.toString() });
  });
  const [only] = changes;
  if (!only || changes.length > 1) return null;
  const insert = only.insert.slice(0, Math.max(0, only.insert.length - excess)).replace(/[\uD800-\uDBFF]$/u, '');
  if (insert === '' && only.from === only.to) return null;
  const change: ChangeSpec = { from: only.from, to: only.to, insert };
  const userEvent = transaction.annotation(Transaction.userEvent);
  return {
    changes: change,
    selection: { anchor: only.from + insert.length },
    scrollIntoView: true,
    ...(userEvent !== undefined && { userEvent }),
  };
}
