import { describe, expect, it } from '@jest/globals';
import * as Y from 'yjs';
import { hasTextOfOthers, isWrittenByOthers } from './written-by-others.js';

describe('isWrittenByOthers', () => {
  it('[S131] spans are of others unless this page wrote a part of them', () => {
    const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
    theirs.getText('prompt').insert(0, 'a rude word');
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    const text = mine.getText('prompt');
    const own = new Set([mine.clientID]);
    const isOfOthers = (from: number, to: number) => isWrittenByOthers(text, from, to, own);
    text.insert(0, 'my ');
    text.insert(8, 'X');
    expect(text.toString()).toBe('my a rudXe word');
    expect(isOfOthers(3, 8)).toBe(true);
    expect(isOfOthers(5, 10)).toBe(false);
    expect(isOfOthers(10, 15)).toBe(true);
    expect(isOfOthers(0, 2)).toBe(false);
    text.delete(8, 1);
    expect(isOfOthers(5, 9)).toBe(true);
    expect(hasTextOfOthers(text, own)).toBe(true);
    text.delete(3, text.length);
    expect([text.toString(), hasTextOfOthers(text, own)]).toEqual(['my ', false]);
  });
});
