import type { TermScope } from '@visionary/contract';
import { useTermText } from './use-term-text.js';
import { useTermCheck } from './use-term-check.js';
import type { Texts } from './term-checker.js';

/**
 * What is said beneath the fields of a form before it goes out: which listed word stands in them, and by which rule. None where
 * there is nothing to say.
 */
export function useFieldTermErrors(scope: TermScope, texts: () => Texts) {
  const hits = useTermCheck(scope, texts);
  const { explain } = useTermText();
  return (field: string): string => {
    const hit = hits.value.find((one) => one.field === field);
    return hit ? explain(hit) : '';
  };
}
