import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, hoverTooltip, type DecorationSet } from '@codemirror/view';
import type { TermMatch } from '@visionary/contract';

const setTermsEffect = StateEffect.define<readonly TermMatch[]>();

const marksOf = (hits: readonly TermMatch[], length: number): DecorationSet =>
  Decoration.set(
    hits
      .filter(({ end }) => end <= length)
      .map((hit) => Decoration.mark({ class: `listed-word ${hit.action}`, hit }).range(hit.start, hit.end)),
    true,
  );

/** Marks move with the text until the next check result arrives. */
const terms = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(now, { effects, changes, newDoc }) {
    const set = effects.find((effect) => effect.is(setTermsEffect));
    return set ? marksOf(set.value, newDoc.length) : now.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Underlines blocked terms, with a tooltip. @param explain the text of the tooltip */
export const blockedTermMarks = (explain: (hit: TermMatch) => string): Extension => [
  terms,
  hoverTooltip((view, at) => {
    const [found] = hitsAt(view, at);
    if (!found) return null;
    const { from, to, hit } = found;
    return { pos: from, end: to, above: true, create: () => ({ dom: tooltipOf(explain(hit)) }) };
  }),
];

/** Replaces all marks. */
export function setBlockedTerms(view: EditorView, hits: readonly TermMatch[]): void {
  view.dispatch({ effects: setTermsEffect.of(hits) });
}

interface MarkedTerm {
  readonly from: number;
  readonly to: number;
  readonly hit: TermMatch;
}

function hitsAt({ state }: EditorView, at: number): MarkedTerm[] {
  const found: MarkedTerm[] = [];
  state.field(terms).between(at, at, (from, to, { spec }) => {
    found.push({ from, to, hit: (spec as { readonly hit: TermMatch }).hit });
  });
  return found;
}

function tooltipOf(text: string): HTMLElement {
  const note = document.createElement('div');
  note.className = 'listed-word-why';
  note.textContent = text;
  return note;
}
