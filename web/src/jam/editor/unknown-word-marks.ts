import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { WordSpan } from '../vocabulary/read-prompt.js';

const setWordsEffect = StateEffect.define<readonly WordSpan[]>();
const MARK = Decoration.mark({ class: 'unknown-word' });

/** Underlines words that the model does not know. A mark ends when its word is edited, until the text is read again. */
export const unknownWordMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(now, { effects, changes, newDoc, docChanged }) {
    const set = effects.find((effect) => effect.is(setWordsEffect));
    if (set) {
      const words = set.value.filter(({ to }) => to <= newDoc.length);
      return Decoration.set(
        words.map(({ from, to }) => MARK.range(from, to)),
        true,
      );
    }
    if (!docChanged) return now;
    return now.update({ filter: (from, to) => !changes.touchesRange(from, to) }).map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Replaces all marks. */
export function setUnknownWords(view: EditorView, words: readonly WordSpan[]): void {
  view.dispatch({ effects: setWordsEffect.of(words) });
}
