import { describe, expect, it } from '@jest/globals';
import { isEmoji } from './emoji.js';

describe('isEmoji', () => {
  it.each(['😀', '❤️', '👍🏽', '🇨🇳', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '1️⃣', '🐈‍⬛'])('[C6] takes %s for one', (emoji) => {
    expect(isEmoji(emoji)).toBe(true);
  });

  it.each(['', 'a', '1', '#', '😀😀', '😀 ', ' 😀', '好', '<b>', '👍🏽x', '\u200d', '🏽️x', 'é', '\u{1F1E8}', '©'])(
    '[C6] takes %j for none',
    (text) => {
      expect(isEmoji(text)).toBe(false);
    },
  );

  it('[C6] is not stalled by long text', () => {
    const began = performance.now();
    expect(isEmoji('👩‍'.repeat(50_000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(50);
  });
});
