import { describe, expect, it } from '@jest/globals';
import { LIMITS, MENTION as CONTRACT, truncateQuote } from '@visionary/contract';
import { truncate, MENTION, mentionsIn, renderMentions } from './mentions.js';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe('mentions', () => {
  it('[C15] the pattern and the truncation equal those of the contract', () => {
    expect([MENTION.source, MENTION.flags]).toEqual([CONTRACT.source, CONTRACT.flags]);
    for (const text of ['', 'short', `${'x'.repeat(199)}😀y`, '好'.repeat(300)]) {
      expect(truncate(text, LIMITS.quoteLength)).toBe(truncateQuote(text));
    }
  });

  it('[C15] mentionsIn returns distinct users in order, up to the maximum', () => {
    const text = `<@${id(2)}> <@${id(1)}> <@room> <@${id(2)}> <@${id(3)}> <@nobody> @${id(4)} <@${id(5).toUpperCase()}x>`;
    expect(mentionsIn(text, 20)).toEqual({ users: [id(2), id(1), id(3)], mentionsRoom: true });
    expect(mentionsIn(text, 2)).toEqual({ users: [id(2), id(1)], mentionsRoom: true });
    expect(mentionsIn('<@<@<@'.repeat(1000), 20)).toEqual({ users: [], mentionsRoom: false });
  });

  it('[C15] renderMentions replaces mentions by names', () => {
    const nameOf = (userId: string) => (userId === id(1) ? 'Ann' : '');
    expect(renderMentions(`<@${id(1)}> and <@room>, <@${id(2)}>`, nameOf)).toBe('@Ann and @room, @?');
  });
});
