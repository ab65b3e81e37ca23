import type { TermMatch } from '@visionary/contract';

export type Texts = Readonly<Record<string, string>>;

/** Blocked terms of the texts that were checked. */
export interface Checked {
  readonly texts: Texts;
  readonly hits: readonly TermMatch[];
}

/** Hits whose text is unchanged since the check. */
export const remainingHits = ({ hits }: Checked, now: Texts): readonly TermMatch[] =>
  hits.filter(({ field, start, end, matchedText }) => now[field]?.slice(start, end) === matchedText);
