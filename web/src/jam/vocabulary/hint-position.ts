interface Coords {
  readonly left: number;
  readonly bottom: number;
}

export interface HintPosition {
  /** Where the arrow points to, or null if text is between the word and the hint. */
  readonly arrow: number | null;
  readonly top: number;
}

const GAP = 8;
/** More than what subpixels differ on one line, and less than a line. */
const SAME_LINE = 4;

/**
 * Below the last line of the prompt, so that the hint covers none of it; if that line is out of sight, below the word.
 * In pixels from the corner of the prompt's area. @param lowest where the hint still fits into the page
 */
export function hintPosition(
  { start, end, textEnd }: { readonly start: Coords; readonly end: Coords; readonly textEnd: Coords },
  corner: { readonly left: number; readonly top: number },
  lowest: number,
): HintPosition {
  const bottom = textEnd.bottom <= lowest ? Math.max(end.bottom, textEnd.bottom) : end.bottom;
  // A word that is broken over two lines is pointed at by its end.
  const left = end.bottom > start.bottom + SAME_LINE ? end.left : (start.left + end.left) / 2;
  return { arrow: bottom > end.bottom + SAME_LINE ? null : left - corner.left, top: bottom - corner.top + GAP };
}
