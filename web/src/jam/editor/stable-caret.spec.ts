import { describe, expect, it } from '@jest/globals';
import { EditorState } from '@codemirror/state';
import { ySyncAnnotation } from 'y-codemirror.next';
import { stableCaret } from './stable-caret.js';

const WORDS = 'a red fox';

/** The position of a text cursor at `at` after a remote change. */
function caretAfter(at: number, changes: { from: number; to?: number; insert?: string }[]): number {
  const state = EditorState.create({ doc: WORDS, selection: { anchor: at }, extensions: [stableCaret] });
  const annotations = [ySyncAnnotation.of({} as never)];
  return state.update({ changes, annotations }).state.selection.main.head;
}

describe('a text cursor during remote changes', () => {
  // As Yjs reports it: first the removal, then the insertion.
  const replaced = (from: number, to: number, insert: string) => [
    { from, to },
    { from: to, insert },
  ];

  it('stays behind replaced text', () => {
    expect(caretAfter(WORDS.length, replaced(0, WORDS.length, 'a blue owl in snow'))).toBe(18);
    expect(caretAfter(5, replaced(2, 5, 'scarlet'))).toBe(9);
  });

  it('stays in front of replaced text', () => {
    expect(caretAfter(0, replaced(0, WORDS.length, 'a blue owl'))).toBe(0);
    expect(caretAfter(2, replaced(2, 5, 'scarlet'))).toBe(2);
  });

  it('stays in front of text inserted at its position, and moves with the text before it', () => {
    expect(caretAfter(WORDS.length, [{ from: WORDS.length, insert: ' in snow' }])).toBe(WORDS.length);
    expect(caretAfter(5, [{ from: 0, insert: 'so ' }])).toBe(8);
    expect(caretAfter(5, [{ from: 0, to: 2 }])).toBe(3);
  });

  it('keeps the rest of a selection', () => {
    const selection = { anchor: 2, head: WORDS.length };
    const state = EditorState.create({ doc: WORDS, selection, extensions: [stableCaret] });
    const annotations = [ySyncAnnotation.of({} as never)];
    const { main } = state.update({ changes: replaced(6, 9, 'owl'), annotations }).state.selection;
    expect([main.anchor, main.head]).toEqual([2, 9]);
  });
});
