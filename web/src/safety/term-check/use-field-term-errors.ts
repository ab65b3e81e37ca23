import type { TermScope } from '@visionary/contract';
import { useTermText } from './use-term-text.js';
import { useTermCheck } from './use-term-check.js';
import type { Texts } from './remaining-hits.js';

/** Errors below form fields: which blocked term they contain, and its category. */
export function useFieldTermErrors(scope: TermScope, texts: () => Texts) {
  const hits = useTermCheck(scope, texts);
  const { explain } = useTermText();
  return (field: string): string => {
    const hit = hits.value.find((one) => one.field === field);
    return hit ? explain(hit) : '';
  };
}
