import { describe, expect, it } from '@jest/globals';
import { parseMarkdown } from './parse-markdown.js';
import { plainText } from './plain-text.js';

describe('plain text of a message', () => {
  it.each([
    ['**bold** and\n- a\n- `b`', 'bold and a b'],
    ['> what\n\nso\n```\nx\n```', 'what so x'],
    ['[here](https://a.b), <@room>', 'here, @everyone'],
    ['**cut off', '**cut off'],
  ])('[C30] converts %s', (text, expected) => expect(plainText(parseMarkdown(text), () => 'everyone')).toBe(expected));
});
