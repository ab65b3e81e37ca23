import { describe, expect, it } from '@jest/globals';
import { hintTexts } from './hint-texts.js';
import { shortenedWord } from './shortened-word.js';

describe('[B290] the hint of an unknown word', () => {
  it('offers the palette when no known word is near', () => {
    expect(hintTexts({ suggestions: 0 }, false, false)).toEqual({
      lead: 'vocabulary.unknown',
      announcement: 'vocabulary.announceNone',
      offersPalette: true,
    });
  });

  it('promises no suggestion and no palette that it does not have', () => {
    expect(hintTexts({ suggestions: 0 }, true, false)).toEqual({
      lead: 'vocabulary.unknown',
      announcement: 'vocabulary.unknown',
      offersPalette: false,
    });
    const text = 'vocabulary.unknownTry';
    expect(hintTexts({ suggestions: 2 }, true, false)).toMatchObject({ lead: text, offersPalette: false });
    expect(hintTexts({ suggestions: 2 }, false, false)).toMatchObject({ lead: text, offersPalette: true });
  });

  it('keeps the one row of a phone for the suggestions', () => {
    const few = { lead: 'vocabulary.forWord', offersPalette: false };
    expect(hintTexts({ suggestions: 2 }, false, true)).toMatchObject(few);
    expect(hintTexts({ suggestions: 0 }, false, true)).toMatchObject({ offersPalette: true });
  });

  it('[J25] says of a word that is drawn only roughly what is drawn better', () => {
    const rough = (suggestions: number, isPhone: boolean) => hintTexts({ suggestions, isRough: true }, false, isPhone);
    expect(rough(3, false)).toMatchObject({ lead: 'vocabulary.roughTry', announcement: 'vocabulary.announceRough' });
    expect(rough(3, true)).toMatchObject({ lead: 'vocabulary.better' });
    expect(rough(0, false)).toMatchObject({ lead: 'vocabulary.rough', announcement: 'vocabulary.rough' });
  });

  it('shortens a long word, and splits no character', () => {
    expect(shortenedWord('fox')).toBe('fox');
    expect(shortenedWord('𠮷'.repeat(30))).toBe(`${'𠮷'.repeat(24)}…`);
  });
});
