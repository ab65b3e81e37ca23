import { describe, expect, it } from '@jest/globals';
import { spansOfRendered, type TextSpan, writersByShare } from './rendered-text.js';

const written = { text: 'a fox in the snow', spans: [[0, 5, 'ann'] as TextSpan, [5, 17, 'bob'] as TextSpan] };
const spansOf = (rendered: string) => spansOfRendered(rendered, written, 'cy');

describe('[J14] who wrote a text that is rendered', () => {
  it('is the user who wrote the text of the document', () => {
    expect(spansOf('a fox in the snow')).toEqual(written.spans);
  });

  it('is the sender when it is another text', () => {
    expect(spansOf('an owl on a branch')).toEqual([[0, 18, 'cy']]);
    expect(spansOf('an owl')).toEqual([[0, 6, 'cy']]);
    expect(spansOfRendered('an owl', { text: '', spans: [] }, 'cy')).toEqual([[0, 6, 'cy']]);
    expect(spansOf('')).toEqual([]);
  });

  it('keeps the authors of what is in the document, while somebody types or the sender adds a word', () => {
    // Somebody typed or deleted since.
    expect(spansOf('a fox in the sno')).toEqual([
      [0, 5, 'ann'],
      [5, 16, 'bob'],
    ]);
    expect(spansOf('a fox the snow')).toEqual([
      [0, 5, 'ann'],
      [5, 14, 'bob'],
    ]);
    expect(spansOf('a red fox in the snow')).toEqual([
      [0, 2, 'ann'],
      [2, 6, 'cy'],
      [6, 9, 'ann'],
      [9, 21, 'bob'],
    ]);
    expect(spansOf('a fox in the snow at dawn')).toEqual([
      [0, 5, 'ann'],
      [5, 17, 'bob'],
      [17, 25, 'cy'],
    ]);
  });

  it('divides no emoji', () => {
    const fox = { text: '🦊🦊', spans: [[0, 4, 'ann'] as TextSpan] };
    expect(spansOfRendered('🦊🦉', fox, 'cy')).toEqual([
      [0, 2, 'ann'],
      [2, 4, 'cy'],
    ]);
    // They end with the same surrogate.
    expect(spansOfRendered('🍊🦊', { text: '\ud83d\udf4a🦊', spans: [[0, 4, 'ann']] }, 'cy')).toEqual([
      [0, 2, 'cy'],
      [2, 4, 'ann'],
    ]);
  });

  it('[J11] is the sender when the text is a small part of that of the document', () => {
    expect(spansOf('a fox')).toEqual([[0, 5, 'cy']]);
  });

  it('[J11] names whose words stand, the largest share first, and nobody for spaces and commas', () => {
    const prompt = {
      text: 'a fox, 雪地, deep',
      spans: [
        [0, 5, 'ann'],
        [5, 7, 'cy'],
        [7, 9, 'bob'],
        [9, 11, 'cy'],
        [11, 15, 'bob'],
      ] as TextSpan[],
    };
    expect(writersByShare([prompt])).toEqual(['bob', 'ann']);
    const negative = { text: 'rain', spans: [[0, 4, 'ann'] as TextSpan] };
    expect(writersByShare([prompt, negative])).toEqual(['ann', 'bob']);
    expect(writersByShare([{ text: '', spans: [] }])).toEqual([]);
  });
});
