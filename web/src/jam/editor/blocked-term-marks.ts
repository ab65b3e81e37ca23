import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, hoverTooltip, WidgetType, type DecorationSet } from '@codemirror/view';
import type { TermMatch } from '@visionary/contract';

/** Blocked terms, and which of them this user must not read. */
export interface ShownTerms {
  readonly hits: readonly TermMatch[];
  readonly isMasked: (hit: TermMatch) => boolean;
  /** For screen readers. */
  readonly maskLabel: string;
}

const setTermsEffect = StateEffect.define<ShownTerms>();
const MAX_MASK_LENGTH = 12;

/** Stands in the place of a term that is not in the page then. */
class MaskWidget extends WidgetType {
  constructor(
    private readonly length: number,
    private readonly label: string,
  ) {
    super();
  }

  override eq(other: MaskWidget): boolean {
    return other.length === this.length && other.label === this.label;
  }

  override toDOM(): HTMLElement {
    const mask = document.createElement('span');
    mask.className = 'masked-term';
    mask.textContent = '•'.repeat(Math.min(this.length, MAX_MASK_LENGTH));
    mask.setAttribute('role', 'img');
    mask.setAttribute('aria-label', this.label);
    return mask;
  }
}

const marksOf = ({ hits, isMasked, maskLabel }: ShownTerms, length: number): DecorationSet =>
  Decoration.set(
    hits
      .filter(({ end }) => end <= length)
      .map((hit) => {
        const { start, end } = hit;
        if (!isMasked(hit)) return Decoration.mark({ class: `listed-word ${hit.action}`, hit }).range(start, end);
        return Decoration.replace({ widget: new MaskWidget(end - start, maskLabel) }).range(start, end);
      }),
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
export function setBlockedTerms(view: EditorView, shown: ShownTerms): void {
  view.dispatch({ effects: setTermsEffect.of(shown) });
}

interface MarkedTerm {
  readonly from: number;
  readonly to: number;
  readonly hit: TermMatch;
}

function hitsAt({ state }: EditorView, at: number): MarkedTerm[] {
  const found: MarkedTerm[] = [];
  state.field(terms).between(at, at, (from, to, { spec }) => {
    const { hit } = spec as { readonly hit?: TermMatch };
    if (hit) found.push({ from, to, hit });
  });
  return found;
}

function tooltipOf(text: string): HTMLElement {
  const note = document.createElement('div');
  note.className = 'listed-word-why';
  note.textContent = text;
  return note;
}
