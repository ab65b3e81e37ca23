import type { TermFields } from '../../domain/blocked-terms/blocked-term.js';

type Detail = Record<string, string>;

/** What the log keeps of a term. */
export const auditTermDetail = (term: TermFields): Detail => ({
  ...{ text: term.text, category: term.category, language: term.language, action: term.action },
  ...{ scopes: term.scopes.join(' '), suggestion: term.suggestion, note: term.note },
});

/** With what it was before, of what is another now. */
export function auditChangeDetail(before: TermFields, after: TermFields): Detail {
  const [was, is] = [auditTermDetail(before), auditTermDetail(after)];
  const others = Object.entries(was).filter(([name, value]) => is[name] !== value);
  return { ...is, ...Object.fromEntries(others.map(([name, value]) => [`${name}Before`, value])) };
}
