import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highlight, snippet } from './highlight.js';

const marked = (text: string, query: string) =>
  highlight(text, query)
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

describe('highlighting matches', () => {
  it.each([
    ['The deer and the lantern', 'LANT deer', 'The [deer] and the [lant]ern'],
    ['undeer', 'deer', 'undeer'],
    ['雾再薄一点，鹿会更清楚', '再薄', '雾[再薄]一点，鹿会更清楚'],
    ['看Fox吧', 'fox', '看[Fox]吧'],
    ['Ｆｕｌｌ width', 'full', '[Ｆｕｌｌ] width'],
    ['ﬁne', 'fi', '[ﬁ]ne'],
    ['deerdeer deer', 'deer', '[deer]deer [deer]'],
    ['nothing', '', 'nothing'],
    ['a.b(c', '.b(', 'a[.b(]c'.replace('[.b(]', '.b(')],
  ])('[C38] %s / %s', (text, query, expected) => expect(marked(text, query)).toBe(expected));

  it('[C38] loses and adds no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', maxLength: 8 }), (text, query) => {
        expect(
          highlight(text, query)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('[C38] starts the excerpt shortly before the first match', () => {
    const text = `${'so much was said before that '.repeat(6)}the deer came`;
    expect(
      snippet(text, 'deer')
        .map((part) => part.text)
        .join(''),
    ).toMatch(/^…\S.{0,45}deer came$/u);
    expect(
      snippet('a deer', 'deer')
        .map((part) => part.text)
        .join(''),
    ).toBe('a deer');
  });
});
