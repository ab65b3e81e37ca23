import { describe, expect, it } from '@jest/globals';
import { hintTexts } from './hint-texts.js';
import { shortenedWord } from './shortened-word.js';

describe('[B290] the hint of an unknown word', () => {
  it('offers the palette when no known word is near', () => {
    expect(hintTexts(0, false, false)).toEqual({
      lead: 'vocabulary.unknown',
      announcement: 'vocabulary.announceNone',
      offersPalette: true,
    });
  });

  it('promises no suggestion and no palette that it does not have', () => {
    expect(hintTexts(0, true, false)).toEqual({
      lead: 'vocabulary.unknown',
      announcement: 'vocabulary.unknown',
      offersPalette: false,
    });
    expect(hintTexts(2, true, false)).toMatchObject({ lead: 'vocabulary.unknownTry', offersPalette: false });
    expect(hintTexts(2, false, false)).toMatchObject({ lead: 'vocabulary.unknownTry', offersPalette: true });
  });

  it('keeps the one row of a phone for the suggestions', () => {
    expect(hintTexts(2, false, true)).toMatchObject({ lead: 'vocabulary.forWord', offersPalette: false });
    expect(hintTexts(0, false, true)).toMatchObject({ offersPalette: true });
  });

  it('shortens a long word, and splits no character', () => {
    expect(shortenedWord('fox')).toBe('fox');
    expect(shortenedWord('𠮷'.repeat(30))).toBe(`${'𠮷'.repeat(24)}…`);
  });
});
