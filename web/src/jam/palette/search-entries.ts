import { nearestEntries } from '../vocabulary/nearest-entries.js';
import type { Entry, Group, VocabularyIndex } from '../vocabulary/vocabulary-index.js';
import { foldWord, hasHan } from '../vocabulary/word-forms.js';

export interface FoundEntries {
  readonly groups: readonly Group[];
  /** Nothing matched: these are nearest. */
  readonly near: readonly Entry[];
}

/**
 * Entries with a word, in any language, that starts with what is searched for; Chinese words may have it anywhere. A group whose
 * name matches comes with all of its entries, and before the others.
 */
export function searchEntries(query: string, index: VocabularyIndex): FoundEntries {
  const searched = foldWord(query);
  const matches = (word: string) => {
    const folded = foldWord(word);
    return (
      folded.startsWith(searched) || folded.includes(` ${searched}`) || (hasHan(searched) && folded.includes(searched))
    );
  };
  const isWanted = ({ name }: Group) => matches(name.en) || matches(name.zh);
  const groups = index.groups
    .toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a)))
    .map((group) =>
      isWanted(group)
        ? group
        : { ...group, entries: group.entries.filter(({ en, zh }) => [...en, ...zh].some(matches)) },
    )
    .filter(({ entries }) => entries.length > 0);
  return { groups, near: groups.length > 0 ? [] : nearestEntries(query, index) };
}
