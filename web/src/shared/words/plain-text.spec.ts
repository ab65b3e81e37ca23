import { describe, expect, it } from '@jest/globals';
import { parseWords } from './parse-words.js';
import { plainText } from './plain-text.js';

describe('a message in one line', () => {
  it.each([
    ['**bold** and\n- a\n- `b`', 'bold and a b'],
    ['> what\n\nso\n```\nx\n```', 'what so x'],
    ['[here](https://a.b), <@room>', 'here, @everybody'],
    ['**cut off', '**cut off'],
  ])('[C30] %s', (text, expected) => expect(plainText(parseWords(text), () => 'everybody')).toBe(expected));
});
