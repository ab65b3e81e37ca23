import type { VocabularyFile } from '@visionary/contract';

const foldWord = (word: string): string => word.normalize('NFKC').toLowerCase().trim();

const pluralOf = (word: string): string => {
  if (/(?:s|x|ch|sh)$/u.test(word)) return `${word}es`;
  return /[^aeiou]y$/u.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
};

/**
 * Words with the same meaning in the other language, by folded word. Lists of the same length are translations of each other one by
 * one, such as coffee and tea; otherwise each word means all words of the entry.
 */
export function translationsOf(files: readonly VocabularyFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const translations = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const key = foldWord(from);
    translations.set(key, (translations.get(key) ?? new Set()).add(to));
  };
  for (const { en, zh } of files.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries))) {
    const isPaired = en.length === zh.length;
    for (const [at, english] of en.entries()) {
      for (const chinese of isPaired ? zh.slice(at, at + 1) : zh) {
        add(english, chinese);
        add(pluralOf(english), chinese);
        add(chinese, english);
        add(chinese, pluralOf(english));
      }
    }
  }
  return translations;
}
