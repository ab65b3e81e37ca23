import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, hoverTooltip, type DecorationSet } from '@codemirror/view';
import type { WordHit } from '@visionary/contract';

const setWords = StateEffect.define<readonly WordHit[]>();

const marksOf = (hits: readonly WordHit[], length: number): DecorationSet =>
  Decoration.set(
    hits
      .filter(({ end }) => end <= length)
      .map((hit) => Decoration.mark({ class: `listed-word ${hit.action}`, hit }).range(hit.start, hit.end)),
    true,
  );

/** They move with the text until the next answer is there. */
const words = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(now, { effects, changes, newDoc }) {
    const set = effects.find((effect) => effect.is(setWords));
    return set ? marksOf(set.value, newDoc.length) : now.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Words that will not be kept are underlined, and say why under a pointer. @param why what is said of one */
export const listedWords = (why: (hit: WordHit) => string): Extension => [
  words,
  hoverTooltip((view, at) => {
    const [found] = hitsAt(view, at);
    if (!found) return null;
    const { from, to, hit } = found;
    return { pos: from, end: to, above: true, create: () => ({ dom: noteOf(why(hit)) }) };
  }),
];

/** Shows these words and no others. */
export function showListed(view: EditorView, hits: readonly WordHit[]): void {
  view.dispatch({ effects: setWords.of(hits) });
}

interface Marked {
  readonly from: number;
  readonly to: number;
  readonly hit: WordHit;
}

function hitsAt({ state }: EditorView, at: number): Marked[] {
  const found: Marked[] = [];
  state.field(words).between(at, at, (from, to, { spec }) => {
    found.push({ from, to, hit: (spec as { readonly hit: WordHit }).hit });
  });
  return found;
}

function noteOf(text: string): HTMLElement {
  const note = document.createElement('div');
  note.className = 'listed-word-why';
  note.textContent = text;
  return note;
}
