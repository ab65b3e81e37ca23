const MAX_LENGTH = 24;

/** A word of the prompt as a sentence can hold it. */
export function shortenedWord(word: string): string {
  const characters = [...word];
  return characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH).join('')}…` : word;
}
