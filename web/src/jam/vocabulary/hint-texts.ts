/** The keys of the texts of the hint for an unknown word. */
export interface HintTexts {
  /** What is shown. */
  readonly lead:
    | 'vocabulary.unknown'
    | 'vocabulary.unknownTry'
    | 'vocabulary.rough'
    | 'vocabulary.roughTry'
    | 'vocabulary.forWord'
    | 'vocabulary.better';
  /** What a screen reader reads. */
  readonly announcement:
    | 'vocabulary.announce'
    | 'vocabulary.announceNone'
    | 'vocabulary.announceRough'
    | 'vocabulary.unknown'
    | 'vocabulary.rough';
  /** The palette is offered: the only way on without suggestions. The one row of a phone is for them. */
  readonly offersPalette: boolean;
}

/** Nothing is offered that is there already: an open palette stands beside the prompt. */
export function hintTexts(
  { suggestions, isRough = false }: { readonly suggestions: number; readonly isRough?: boolean },
  isPaletteOpen: boolean,
  isPhone: boolean,
): HintTexts {
  const offersPalette = !isPaletteOpen && !(isPhone && suggestions > 0);
  if (isRough) {
    if (suggestions === 0) return { lead: 'vocabulary.rough', announcement: 'vocabulary.rough', offersPalette };
    const lead = isPhone ? 'vocabulary.better' : 'vocabulary.roughTry';
    return { lead, announcement: 'vocabulary.announceRough', offersPalette };
  }
  if (suggestions > 0) {
    const lead = isPhone ? 'vocabulary.forWord' : 'vocabulary.unknownTry';
    return { lead, announcement: 'vocabulary.announce', offersPalette };
  }
  const announcement = isPaletteOpen ? 'vocabulary.unknown' : 'vocabulary.announceNone';
  return { lead: 'vocabulary.unknown', announcement, offersPalette };
}
