import { defaultKeymap } from '@codemirror/commands';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder, type KeyBinding } from '@codemirror/view';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import * as Y from 'yjs';
import type { TermMatch } from '@visionary/contract';
import { cursorIndex, type FieldName, type Collaborator } from '../document/awareness.js';
import type { SharedDocument } from '../document/shared-document.js';
import { removalRange } from './remove-word.js';
import { syntaxDecorations } from './syntax-decorations.js';
import { blockedTermMarks, setBlockedTerms, type ShownTerms } from './blocked-term-marks.js';
import { remoteCursors, setRemoteCursors } from './remote-cursors.js';
import { halfWidthSyntax } from './half-width.js';
import { stableCaret } from './stable-caret.js';
import { textLimit } from './text-limit.js';
import { setUnknownWords, unknownWordMarks } from './unknown-word-marks.js';
import { insertedWord, removedWord, replacedWord, type WordEdit } from './insert-word.js';
import type { WordSpan } from '../vocabulary/read-prompt.js';
import { weightKeys } from './weight-keys.js';

export interface EditorOptions {
  readonly field: FieldName;
  readonly maxLength: number;
  /** The accessible name. */
  readonly label: string;
  readonly placeholder: string;
  readonly readOnly: boolean;
  /** Ids of the elements that describe it. */
  readonly describedBy: string;
  /** The tooltip of a blocked term. */
  explain(hit: TermMatch): string;
  /** How much of the end of its visible part something covers, in pixels. */
  coveredBelow(): number;
  onFull(): void;
  render(): void;
  steer(): void;
  focused(is: boolean): void;
  /** The text cursor, if nothing is selected. */
  caretMoved(at: number | null): void;
}

/** The type of a dragged word of the palette. */
export const DRAGGED_WORD = 'application/x-visionary-word';

/** A shared text editor: CodeMirror on Yjs with local undo, the published local cursor, and remote cursors. */
export class SharedEditor {
  readonly view: EditorView;
  private readonly text: Y.Text;
  private wasFocused = false;
  private readonly markCompartment = new Compartment();

  constructor(
    parent: HTMLElement,
    private readonly shared: SharedDocument,
    private readonly options: EditorOptions,
  ) {
    this.text = shared[options.field];
    this.view = new EditorView({
      parent,
      state: EditorState.create({ doc: this.text.toString(), extensions: this.extensions() }),
    });
  }

  configure(options: EditorOptions): void {
    this.view.dispatch({ effects: this.markCompartment.reconfigure(editorTexts(options)) });
  }

  setCursors(collaborators: readonly Collaborator[]): void {
    const cursors = collaborators.flatMap(({ user, cursor }) => {
      if (cursor?.field !== this.options.field) return [];
      const anchor = cursorIndex(this.text, cursor.anchor);
      const head = cursorIndex(this.text, cursor.head);
      return anchor === null || head === null ? [] : [{ userId: user.id, name: user.name, anchor, head }];
    });
    setRemoteCursors(this.view, cursors);
  }

  /** Underlines or masks these blocked terms. */
  setBlockedTerms(shown: ShownTerms): void {
    setBlockedTerms(this.view, shown);
  }

  /** Replaces a blocked term with the suggestion, or removes it, if it is still at this position. */
  replaceTerm({ start, end, matchedText, suggestion = '' }: TermMatch): void {
    if (this.view.state.readOnly || this.view.state.sliceDoc(start, end) !== matchedText) return;
    const word = { from: start, to: end };
    const changes =
      suggestion === '' ? removalRange(this.view.state.doc.toString(), word) : { ...word, insert: suggestion };
    this.view.focus();
    this.view.dispatch({ changes, selection: { anchor: changes.from + suggestion.length }, userEvent: 'input' });
  }

  /** Underlines these words. */
  setUnknownWords(words: readonly WordSpan[]): void {
    setUnknownWords(this.view, words);
  }

  /** Replaces a word, if it is still at this position. */
  replaceWord(word: WordSpan, by: string): void {
    if (!this.isAt(word)) return;
    this.edit(replacedWord(this.view.state.doc.toString(), word, by));
  }

  /** Adds a word at the cursor; at the end of a text that was never focused. */
  addWord(word: string): void {
    const { doc, selection } = this.view.state;
    const at = this.wasFocused ? selection.main.to : doc.length;
    this.edit(insertedWord(doc.toString(), at, word));
  }

  /** Removes words, with what separates them. */
  removeWords(words: readonly WordSpan[]): void {
    for (const word of words.toSorted((a, b) => b.from - a.from)) {
      if (this.isAt(word)) this.edit(removedWord(this.view.state.doc.toString(), word));
    }
  }

  private isAt({ from, to, text }: WordSpan): boolean {
    return !this.view.state.readOnly && this.view.state.sliceDoc(from, to) === text;
  }

  private edit({ from, to, insert }: WordEdit): void {
    const { state } = this.view;
    if (state.readOnly) return;
    const { maxLength, onFull } = this.options;
    // A part of a word would be none.
    if (state.doc.length - (to - from) + insert.length > maxLength) return onFull();
    this.wasFocused = true;
    this.view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: 'input',
      scrollIntoView: true,
    });
  }

  focus(): void {
    this.view.focus();
  }

  /** Focuses the editor with the cursor at the end. */
  focusEnd(): void {
    this.view.focus();
    this.view.dispatch({ selection: { anchor: this.view.state.doc.length }, scrollIntoView: true });
  }

  /** Inserts after the cursor or selection, separated from the previous word, and selects the insertion. */
  insert(text: string): void {
    const from = this.view.state.selection.main.to;
    const gap = from > 0 && !/\s/.test(this.view.state.sliceDoc(from - 1, from)) ? ' ' : '';
    this.view.focus();
    this.view.dispatch({
      changes: { from, insert: gap + text },
      selection: { anchor: from + gap.length, head: from + gap.length + text.length },
      userEvent: 'input',
      scrollIntoView: true,
    });
  }

  destroy(): void {
    this.broadcastCursor(false);
    this.view.destroy();
  }

  private extensions(): Extension[] {
    const { maxLength, onFull, render, steer, focused, caretMoved } = this.options;
    const keys: KeyBinding[] = [
      { key: 'Mod-Enter', run: () => (render(), true), preventDefault: true },
      { key: 'Mod-Shift-Enter', run: () => (steer(), true), preventDefault: true },
      ...weightKeys,
    ];
    return [
      // A key that is held down renders or steers once.
      EditorView.domEventHandlers({
        keydown: (event) => event.repeat && event.key === 'Enter' && (event.ctrlKey || event.metaKey),
      }),
      // Only \n ends a line, so lengths here and in Yjs are equal.
      EditorState.lineSeparator.of('\n'),
      Prec.highest(keymap.of(keys)),
      keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
      halfWidthSyntax,
      textLimit(maxLength, onFull),
      yCollab(this.text, null, { undoManager: this.shared.undo }),
      stableCaret,
      syntaxDecorations(this.options.field === 'prompt'),
      blockedTermMarks((hit) => this.options.explain(hit)),
      unknownWordMarks,
      remoteCursors,
      EditorView.domEventHandlers({ drop: (event) => this.dropWord(event) }),
      EditorView.cspNonce.of(styleNonce()),
      EditorView.lineWrapping,
      EditorView.scrollMargins.of(() => ({ bottom: this.options.coveredBelow() })),
      this.markCompartment.of(editorTexts(this.options)),
      EditorView.updateListener.of((update) => {
        if (update.focusChanged) {
          this.wasFocused = true;
          focused(update.view.hasFocus);
        }
        if (update.selectionSet || update.docChanged || update.focusChanged) {
          const { main } = update.state.selection;
          caretMoved(main.empty ? main.head : null);
        }
        if (update.selectionSet || update.docChanged || update.focusChanged) this.broadcastCursor(this.isPresent());
      }),
    ];
  }

  private dropWord(event: DragEvent): boolean {
    const word = event.dataTransfer?.getData(DRAGGED_WORD) ?? '';
    if (word === '') return false;
    event.preventDefault();
    const at = this.view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? this.view.state.doc.length;
    this.edit(insertedWord(this.view.state.doc.toString(), at, word));
    this.view.focus();
    return true;
  }

  /** Focus inside the page counts, even if another window is in front. */
  private isPresent(): boolean {
    return this.view.root.activeElement === this.view.contentDOM;
  }

  private broadcastCursor(cursor: boolean): void {
    const { awareness } = this.shared;
    const state = awareness.getLocalState();
    if (!state) return;
    const before = state['cursor'] as { field?: string } | null | undefined;
    if (cursor) {
      const { anchor, head } = this.view.state.selection.main;
      awareness.setLocalStateField('cursor', {
        field: this.options.field,
        anchor: this.relativePosition(anchor),
        head: this.relativePosition(head),
      });
    } else if (before?.field === this.options.field) {
      awareness.setLocalStateField('cursor', null);
    }
  }

  private relativePosition(index: number): unknown {
    return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, index));
  }
}

/** The CSP nonce for the editor's style element; the server creates a new one for each page. */
const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

const editorTexts = ({ label, placeholder: hint, readOnly, describedBy }: EditorOptions): Extension => [
  placeholder(hint),
  EditorState.readOnly.of(readOnly),
  EditorView.editable.of(!readOnly),
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-multiline': 'true',
    'aria-readonly': String(readOnly),
    'aria-describedby': describedBy,
    role: 'textbox',
    // Read-only text is still reachable by keyboard.
    tabindex: '0',
    spellcheck: 'false',
    autocapitalize: 'off',
  }),
];
