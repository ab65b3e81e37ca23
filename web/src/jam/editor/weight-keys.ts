import type { EditorView, KeyBinding } from '@codemirror/view';
import { adjustWeight } from '../syntax/adjust-weight.js';

const STEP = 0.1;

function change(view: EditorView, by: number): boolean {
  const { doc, readOnly, selection } = view.state;
  if (readOnly) return false;
  const edit = adjustWeight(doc.toString(), selection.main, by);
  if (edit) {
    const { from, to, insert, anchor, head } = edit;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor, head },
      userEvent: 'input',
      scrollIntoView: true,
    });
  }
  // Also without a word: otherwise the cursor would jump to the end of the text.
  return true;
}

const bindingsFor = (arrow: string, by: number): KeyBinding[] =>
  ['Ctrl', 'Cmd'].map((modifier) => ({
    key: `${modifier}-${arrow}`,
    run: (view: EditorView) => change(view, by),
    preventDefault: true,
  }));

/** Ctrl (or ⌘) with up and down changes the weight of the selection, or of the word under the cursor, by 0.1. */
export const weightKeys: readonly KeyBinding[] = [...bindingsFor('ArrowUp', STEP), ...bindingsFor('ArrowDown', -STEP)];
