/** Items with a matching name, prefix matches first. An empty text matches nothing. */
export function searchByName<T>(all: readonly T[], text: string, namesOf: (item: T) => readonly string[]): T[] {
  const query = normalized(text).trim();
  if (query === '') return [];
  const rankOf = (item: T): number => {
    const names = namesOf(item).map(normalized);
    if (names.some((name) => name.startsWith(query))) return 0;
    return names.some((name) => name.includes(query)) ? 1 : 2;
  };
  const ranked = all.map((item) => ({ item, rank: rankOf(item) })).filter(({ rank }) => rank < 2);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

const normalized = (text: string): string => text.normalize('NFKC').toLowerCase();
