import type { TermScope } from '@visionary/contract';
import { explainTerm } from './term-text.js';
import { useTermCheck } from './use-term-check.js';

/** Errors below form fields: which blocked term they contain, and its category. */
export function useFieldTermErrors<F extends string>(scope: TermScope, texts: () => Readonly<Record<F, string>>) {
  const hits = useTermCheck(scope, texts);
  return (field: F): string => {
    const hit = hits.value.find((one) => one.field === field);
    return hit ? explainTerm(hit) : '';
  };
}
