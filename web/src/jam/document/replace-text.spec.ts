import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as Y from 'yjs';
import { replaceText } from './replace-text.js';

const aText = (label: string) => {
  const text = new Y.Doc().getText('prompt');
  text.insert(0, label);
  return text;
};

describe('replacing a shared text', () => {
  it('ends with exactly the new text, for any old text', () => {
    const label = fc.array(fc.constantFrom('a', 'b', ' ', '画', '🦊', '🦁', '\n')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(label, label, (from, to) => {
        const text = aText(from);
        replaceText(text, to);
        expect(text.toString()).toBe(to);
      }),
    );
  });

  it('keeps a cursor in unchanged text', () => {
    const text = aText('a red fox in snow');
    const cursor = Y.createRelativePositionFromTypeIndex(text, 13);
    replaceText(text, 'a grey fox in snow');
    expect(Y.createAbsolutePositionFromRelativePosition(cursor, text.doc as Y.Doc)?.index).toBe(14);
  });
});
