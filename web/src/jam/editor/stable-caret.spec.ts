import { describe, expect, it } from '@jest/globals';
import { EditorState } from '@codemirror/state';
import { ySyncAnnotation } from 'y-codemirror.next';
import { stableCaret } from './stable-caret.js';

const WORDS = 'a red fox';

/** Where a caret at `at` is after somebody else did this. */
function caretAfter(at: number, changes: { from: number; to?: number; insert?: string }[]): number {
  const state = EditorState.create({ doc: WORDS, selection: { anchor: at }, extensions: [stableCaret] });
  const annotations = [ySyncAnnotation.of({} as never)];
  return state.update({ changes, annotations }).state.selection.main.head;
}

describe('a caret in words that others change', () => {
  // As Yjs tells it: what was removed, then what came.
  const replaced = (from: number, to: number, insert: string) => [
    { from, to },
    { from: to, insert },
  ];

  it('stays behind words that were replaced', () => {
    expect(caretAfter(WORDS.length, replaced(0, WORDS.length, 'a blue owl in snow'))).toBe(18);
    expect(caretAfter(5, replaced(2, 5, 'scarlet'))).toBe(9);
  });

  it('stays in front of them where it was', () => {
    expect(caretAfter(0, replaced(0, WORDS.length, 'a blue owl'))).toBe(0);
    expect(caretAfter(2, replaced(2, 5, 'scarlet'))).toBe(2);
  });

  it('stays in front of what others only add there, and goes along with what stands before it', () => {
    expect(caretAfter(WORDS.length, [{ from: WORDS.length, insert: ' in snow' }])).toBe(WORDS.length);
    expect(caretAfter(5, [{ from: 0, insert: 'so ' }])).toBe(8);
    expect(caretAfter(5, [{ from: 0, to: 2 }])).toBe(3);
  });

  it('selects what is left of what was selected', () => {
    const selection = { anchor: 2, head: WORDS.length };
    const state = EditorState.create({ doc: WORDS, selection, extensions: [stableCaret] });
    const annotations = [ySyncAnnotation.of({} as never)];
    const { main } = state.update({ changes: replaced(6, 9, 'owl'), annotations }).state.selection;
    expect([main.anchor, main.head]).toEqual([2, 9]);
  });
});
