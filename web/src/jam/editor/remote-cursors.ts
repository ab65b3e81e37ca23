import { EditorSelection, StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, layer, RectangleMarker, type LayerMarker, type ViewUpdate } from '@codemirror/view';
import { userColorIndex } from '../../shared/ui/index.js';

/** Somebody else's selection in this text, as plain indices. */
export interface RemoteCursor {
  readonly userId: string;
  readonly name: string;
  readonly anchor: number;
  readonly head: number;
}

/** Room a name wants beside its caret. */
const FLAG_PX = 72;

const setCursorsEffect = StateEffect.define<readonly RemoteCursor[]>();

const collaborators = StateField.define<readonly RemoteCursor[]>({
  create: () => [],
  update(now, { effects, changes, newDoc }) {
    const set = effects.find((effect) => effect.is(setCursorsEffect));
    const inside = (index: number) => Math.min(index, newDoc.length);
    if (set) {
      return set.value.map((cursor) => ({ ...cursor, anchor: inside(cursor.anchor), head: inside(cursor.head) }));
    }
    if (changes.empty) return now;
    return now.map((cursor) => ({
      ...cursor,
      anchor: changes.mapPos(cursor.anchor, 1),
      head: changes.mapPos(cursor.head, 1),
    }));
  },
});

/** A caret with its owner's name, which the stylesheet writes. Inks are classes, so that they follow the theme. */
class Flag implements LayerMarker {
  constructor(
    private readonly at: RectangleMarker,
    private readonly name: string,
    private readonly ink: number,
    /** So near the right edge that the name has no room there. */
    private readonly atEdge: boolean,
  ) {}

  eq(other: Flag): boolean {
    return other.name === this.name && other.ink === this.ink && other.atEdge === this.atEdge && other.at.eq(this.at);
  }

  draw(): HTMLElement {
    const caret = this.at.draw();
    caret.dataset['name'] = this.name;
    caret.classList.toggle('at-edge', this.atEdge);
    return caret;
  }

  update(element: HTMLElement, before: Flag): boolean {
    return (
      before.name === this.name &&
      before.ink === this.ink &&
      before.atEdge === this.atEdge &&
      this.at.update(element, before.at)
    );
  }
}

const moved = (update: ViewUpdate) =>
  update.docChanged ||
  update.geometryChanged ||
  update.viewportChanged ||
  update.startState.field(collaborators) !== update.state.field(collaborators);

/** Over and under the text, never in it: what stands in the editor is the prompt and nothing else. */
const selections = layer({
  above: false,
  class: 'hand-selections',
  update: moved,
  markers: (view) =>
    view.state.field(collaborators).flatMap(({ userId, anchor, head }) => {
      if (anchor === head) return [];
      const range = EditorSelection.range(anchor, head);
      return RectangleMarker.forRange(view, `hand-selection hand-ink-${userColorIndex(userId)}`, range);
    }),
});

const flags = layer({
  above: true,
  class: 'hand-flags',
  update: moved,
  markers: (view) =>
    view.state.field(collaborators).flatMap(({ userId, name, head }) => {
      const ink = userColorIndex(userId);
      const caret = RectangleMarker.forRange(view, `hand-caret hand-ink-${ink}`, EditorSelection.cursor(head));
      return caret.map((at) => new Flag(at, name, ink, at.left > view.scrollDOM.clientWidth - FLAG_PX));
    }),
});

export const remoteCursors: Extension = [collaborators, selections, flags];

/** Shows these hands and no others. */
export function setRemoteCursors(view: EditorView, now: readonly RemoteCursor[]): void {
  view.dispatch({ effects: setCursorsEffect.of(now) });
}
