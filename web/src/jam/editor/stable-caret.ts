import { EditorSelection, EditorState, type ChangeSet, type Extension } from '@codemirror/state';
import { ySyncAnnotation } from 'y-codemirror.next';

/**
 * A remote replacement does not move a text cursor to the front of the replaced text: it stays behind the new text.
 * Yjs reports a replacement as a removal and an insertion, which alone would move cursors to the removal. A cursor
 * where another user only inserts stays in front of the insertion, so that two users at one position do not mix letters.
 */
export const stableCaret: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || !transaction.annotation(ySyncAnnotation)) return transaction;
  const { ranges, mainIndex } = transaction.startState.selection;
  const moved = ranges.map(({ anchor, head }) =>
    EditorSelection.range(positionAfter(transaction.changes, anchor), positionAfter(transaction.changes, head)),
  );
  return [transaction, { selection: EditorSelection.create(moved, mainIndex), sequential: true }];
});

function positionAfter(changes: ChangeSet, index: number): number {
  let position = changes.mapPos(index, -1);
  changes.iterChanges((fromA, toA, _fromB, toB) => {
    if (index === toA && toA > fromA) position = toB;
  });
  return position;
}
