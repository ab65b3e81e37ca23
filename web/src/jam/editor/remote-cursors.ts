import { EditorSelection, StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, layer, RectangleMarker, type LayerMarker, type ViewUpdate } from '@codemirror/view';
import { nameList } from '../../shared/i18n/index.js';
import { userColorIndex } from '../../shared/ui/index.js';

/** Another user's selection in this text, as plain indices. */
export interface RemoteCursor {
  readonly userId: string;
  readonly name: string;
  readonly anchor: number;
  readonly head: number;
}

/** Space for the name beside its text cursor. */
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

/** A text cursor with the name of its user, which the stylesheet adds. Colors are classes, so that they follow the theme. */
class Flag implements LayerMarker {
  constructor(
    private readonly at: RectangleMarker,
    private readonly name: string,
    private readonly ink: number,
    /** Too close to the right edge for the name. */
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

const needsUpdate = (update: ViewUpdate) =>
  update.docChanged ||
  update.geometryChanged ||
  update.viewportChanged ||
  update.startState.field(collaborators) !== update.state.field(collaborators);

/** Drawn over and under the text: the editor contains only the prompt. */
const selections = layer({
  above: false,
  class: 'cursor-selections',
  update: needsUpdate,
  markers: (view) =>
    view.state.field(collaborators).flatMap(({ userId, anchor, head }) => {
      if (anchor === head) return [];
      const range = EditorSelection.range(anchor, head);
      return RectangleMarker.forRange(view, `cursor-selection cursor-ink-${userColorIndex(userId)}`, range);
    }),
});

/** Labels at one spot would cover each other: the last cursor there, which is on top, has all names, the others none. */
export function labelled(cursors: readonly RemoteCursor[]): (RemoteCursor & { readonly label: string })[] {
  const bySpot = Map.groupBy(cursors, ({ head }) => head);
  return cursors.map((cursor) => {
    const here = bySpot.get(cursor.head) ?? [];
    return { ...cursor, label: here.at(-1) === cursor ? nameList(here.map(({ name }) => name)) : '' };
  });
}

const nameFlags = layer({
  above: true,
  class: 'cursor-flags',
  update: needsUpdate,
  markers: (view) =>
    labelled(view.state.field(collaborators)).flatMap(({ userId, label, head }) => {
      const ink = userColorIndex(userId);
      const caret = RectangleMarker.forRange(view, `cursor-caret cursor-ink-${ink}`, EditorSelection.cursor(head));
      return caret.map((at) => new Flag(at, label, ink, at.left > view.scrollDOM.clientWidth - FLAG_PX));
    }),
});

export const remoteCursors: Extension = [collaborators, selections, nameFlags];

/** Replaces all remote cursors. */
export function setRemoteCursors(view: EditorView, now: readonly RemoteCursor[]): void {
  view.dispatch({ effects: setCursorsEffect.of(now) });
}
