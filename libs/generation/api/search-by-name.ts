/** Those that have the text in one of their names; those of which one begins with it first. Nothing finds nothing. */
export function searchByName<T>(all: readonly T[], text: string, namesOf: (one: T) => readonly string[]): T[] {
  const wanted = folded(text).trim();
  if (wanted === '') return [];
  const rankOf = (one: T): number => {
    const names = namesOf(one).map(folded);
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  const ranked = all.map((one) => ({ one, rank: rankOf(one) })).filter(({ rank }) => rank < 2);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
