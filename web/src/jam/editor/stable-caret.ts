import { EditorSelection, EditorState, type ChangeSet, type Extension } from '@codemirror/state';
import { ySyncAnnotation } from 'y-codemirror.next';

/**
 * Words that another replaces take nobody's caret to their front: whoever writes behind them goes on behind the new ones.
 * Yjs tells a replacement as a removal and an insertion, which by itself pulls carets to where the removal was. A caret
 * where another only inserts stays in front of what comes, so that two who write at one end do not mix their letters.
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
  let place = changes.mapPos(index, -1);
  changes.iterChanges((fromA, toA, _fromB, toB) => {
    if (index === toA && toA > fromA) place = toB;
  });
  return place;
}
