import { describe, expect, it } from '@jest/globals';
import { cpuMsOf } from '../../tests/support/cpu-time.js';
import { isEmoji } from './emoji.js';

describe('isEmoji', () => {
  it.each(['😀', '❤️', '👍🏽', '🇨🇳', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '1️⃣', '🐈‍⬛'])('[C6] accepts %s', (emoji) => {
    expect(isEmoji(emoji)).toBe(true);
  });

  it.each(['', 'a', '1', '#', '😀😀', '😀 ', ' 😀', '好', '<b>', '👍🏽x', '\u200d', '🏽️x', 'é', '\u{1F1E8}', '©'])(
    '[C6] rejects %j',
    (text) => {
      expect(isEmoji(text)).toBe(false);
    },
  );

  it('[C6] rejects long text within 50 ms of CPU time', () => {
    const text = '👩‍'.repeat(50_000);
    expect(cpuMsOf(() => expect(isEmoji(text)).toBe(false))).toBeLessThan(50);
  });
});
