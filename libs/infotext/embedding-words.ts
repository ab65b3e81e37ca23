/**
 * Matches the words of embeddings in a prompt as whole words in any case, the longest first, also in ComfyUI's form
 * `embedding:word`. The word is the first group.
 * @returns undefined without words
 */
export function embeddingPattern(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) return undefined;
  const alternatives = words.toSorted((a, b) => b.length - a.length).map(escapePattern);
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:embedding:)?(${alternatives.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
}

/** Whether the word of an embedding stands in a prompt. */
export function hasEmbeddingWord(prompt: string, word: string): boolean {
  return embeddingPattern([word])?.test(prompt) ?? false;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
