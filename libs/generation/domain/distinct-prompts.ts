const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Picks `count` prompts that differ as much as possible: the first, then each time the one that shares the fewest words with
 * those picked before. Ties go to the earlier one. Samples of different subjects show more of a model.
 */
export function pickDistinctPrompts(texts: readonly string[], count: number): string[] {
  const remaining = [...new Set(texts)];
  const picked: string[] = [];
  const usedWords = new Set<string>();
  while (remaining.length > 0 && picked.length < count) {
    const sharedWordCounts = remaining.map((text) => wordsOf(text).filter((word) => usedWords.has(word)).length);
    const [next = ''] = remaining.splice(sharedWordCounts.indexOf(Math.min(...sharedWordCounts)), 1);
    for (const word of wordsOf(next)) usedWords.add(word);
    picked.push(next);
  }
  return picked;
}
