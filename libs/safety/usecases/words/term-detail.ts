import type { TermFields } from '../../domain/words/listed-term.js';

type Detail = Record<string, string>;

/** What the log keeps of a term. */
export const termDetail = (term: TermFields): Detail => ({
  ...{ text: term.text, category: term.category, language: term.language, action: term.action },
  ...{ scopes: term.scopes.join(' '), proposal: term.proposal, note: term.note },
});

/** With what it was before, of what is another now. */
export function changeDetail(before: TermFields, after: TermFields): Detail {
  const [was, is] = [termDetail(before), termDetail(after)];
  const others = Object.entries(was).filter(([name, value]) => is[name] !== value);
  return { ...is, ...Object.fromEntries(others.map(([name, value]) => [`${name}Before`, value])) };
}
