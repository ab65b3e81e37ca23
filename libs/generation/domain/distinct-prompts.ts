const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * So many of these texts, each as unlike those before it as can be: the first, then those that share the fewest words with what
 * was taken, of equal ones the earlier. Three images of snow say less of a model than one.
 */
export function pickDistinctPrompts(texts: readonly string[], count: number): string[] {
  const left = [...new Set(texts)];
  const taken: string[] = [];
  const said = new Set<string>();
  while (left.length > 0 && taken.length < count) {
    const shared = left.map((text) => wordsOf(text).filter((word) => said.has(word)).length);
    const [next = ''] = left.splice(shared.indexOf(Math.min(...shared)), 1);
    for (const word of wordsOf(next)) said.add(word);
    taken.push(next);
  }
  return taken;
}
