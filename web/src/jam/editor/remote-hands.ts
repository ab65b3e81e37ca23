import { StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import { personInk } from '../../shared/ui/index.js';

/** Somebody else's selection in this text, as plain indices. */
export interface RemoteHand {
  readonly personId: string;
  readonly name: string;
  readonly anchor: number;
  readonly head: number;
}

/** The caret with its flag. The inks are classes, so that they follow the theme and a strict CSP has no style to refuse. */
class Flag extends WidgetType {
  constructor(
    private readonly name: string,
    private readonly ink: number,
  ) {
    super();
  }

  override eq(other: Flag): boolean {
    return other.name === this.name && other.ink === this.ink;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span');
    caret.className = `hand-caret hand-ink-${this.ink}`;
    caret.setAttribute('aria-hidden', 'true');
    // The stylesheet writes the name: the text of the editor stays the prompt and nothing else.
    caret.dataset['name'] = this.name;
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const setHands = StateEffect.define<readonly RemoteHand[]>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setHands));
    if (set) return draw(set.value, transaction.state.doc.length);
    return shown.map(transaction.changes);
  },
  provide: (from) => EditorView.decorations.from(from),
});

function draw(hands: readonly RemoteHand[], length: number): DecorationSet {
  const ranges = hands.flatMap((hand): Range<Decoration>[] => {
    const ink = personInk(hand.personId);
    const head = Math.min(hand.head, length);
    const anchor = Math.min(hand.anchor, length);
    const caret = Decoration.widget({ widget: new Flag(hand.name, ink), side: head < anchor ? -1 : 1 }).range(head);
    if (anchor === head) return [caret];
    const selection = Decoration.mark({ class: `hand-selection hand-ink-${ink}` });
    return [selection.range(Math.min(anchor, head), Math.max(anchor, head)), caret];
  });
  return Decoration.set(ranges, true);
}

export const remoteHands: Extension = field;

/** Shows these hands and no others. */
export function showHands(view: EditorView, hands: readonly RemoteHand[]): void {
  view.dispatch({ effects: setHands.of(hands) });
}
