/** The keys of the texts of the hint for an unknown word. */
export interface HintTexts {
  /** What is shown. */
  readonly lead: 'vocabulary.unknown' | 'vocabulary.unknownTry' | 'vocabulary.forWord';
  /** What a screen reader reads. */
  readonly announcement: 'vocabulary.announce' | 'vocabulary.announceNone' | 'vocabulary.unknown';
  /** The palette is offered: the only way on without suggestions. The one row of a phone is for them. */
  readonly offersPalette: boolean;
}

/** Nothing is offered that is there already: an open palette stands beside the prompt. */
export function hintTexts(suggestionCount: number, isPaletteOpen: boolean, isPhone: boolean): HintTexts {
  if (suggestionCount > 0) {
    return {
      lead: isPhone ? 'vocabulary.forWord' : 'vocabulary.unknownTry',
      announcement: 'vocabulary.announce',
      offersPalette: !isPaletteOpen && !isPhone,
    };
  }
  return {
    lead: 'vocabulary.unknown',
    announcement: isPaletteOpen ? 'vocabulary.unknown' : 'vocabulary.announceNone',
    offersPalette: !isPaletteOpen,
  };
}
