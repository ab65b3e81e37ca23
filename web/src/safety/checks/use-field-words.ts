import type { WordScope } from '@visionary/contract';
import { useHitWords } from './use-hit-words.js';
import { useWordCheck } from './use-word-check.js';
import type { Texts } from './word-checker.js';

/**
 * What is said beneath the fields of a form before it goes out: which listed word stands in them, and by which rule. None where
 * there is nothing to say.
 */
export function useFieldWords(scope: WordScope, texts: () => Texts) {
  const hits = useWordCheck(scope, texts);
  const { why } = useHitWords();
  return (field: string): string => {
    const hit = hits.value.find((one) => one.field === field);
    return hit ? why(hit) : '';
  };
}
