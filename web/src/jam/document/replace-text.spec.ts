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

  it('[J11] keeps no letters of a word that is replaced, and whole words where they stay', () => {
    const left = (from: string, to: string) => {
      const text = aText(from);
      const author = text.doc?.clientID;
      const other = new Y.Doc();
      Y.applyUpdate(other, Y.encodeStateAsUpdate(text.doc as Y.Doc));
      replaceText(other.getText('prompt'), to);
      const kept: string[] = [];
      for (let item = other.getText('prompt')._start; item; item = item.right) {
        if (!item.deleted && item.id.client === author) kept.push(String(item.content.getContent().join('')));
      }
      return kept.join('');
    };
    expect(left('a red fox', 'an owl')).toBe('');
    expect(left('a red fox', 'a red foxglove')).toBe('a red ');
    expect(left('a red fox in snow', 'a big ox in snow')).toBe('a  in snow');
    expect(left('雪地里的狐狸', '雪地里的猫')).toBe('雪地里的');
  });
});
