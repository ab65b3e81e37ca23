import { describe, expect, it } from '@jest/globals';
import * as Y from 'yjs';
import { isWrittenByOthers } from './written-by-others.js';

describe('isWrittenByOthers', () => {
  it('[S131] spans are of others unless this page wrote a part of them', () => {
    const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
    theirs.getText('prompt').insert(0, 'a rude word');
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    const text = mine.getText('prompt');
    text.insert(0, 'my ');
    text.insert(8, 'X');
    expect(text.toString()).toBe('my a rudXe word');
    expect(isWrittenByOthers(text, 3, 8)).toBe(true);
    expect(isWrittenByOthers(text, 5, 10)).toBe(false);
    expect(isWrittenByOthers(text, 10, 15)).toBe(true);
    expect(isWrittenByOthers(text, 0, 2)).toBe(false);
    text.delete(8, 1);
    expect(isWrittenByOthers(text, 5, 9)).toBe(true);
  });
});
