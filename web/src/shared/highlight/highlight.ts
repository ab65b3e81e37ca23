export interface HighlightPart {
  readonly text: string;
  /** The part is a match. */
  readonly hit: boolean;
}

/** If the first match is further in than this, the start is cut, in characters. */
const LEAD = 40;
const LETTER = /[\p{L}\p{N}]/u;
const CHINESE = /\p{Script=Han}/u;

/**
 * Splits text at matches of the query, ignoring case and width. Chinese matches anywhere, other words from their
 * start.
 */
export function highlight(text: string, query: string): HighlightPart[] {
  const chars = [...text];
  const normalized = chars.map(normalize);
  const terms = [...new Set(query.split(/\s+/u).map(normalize).filter(Boolean))];
  const hits = chars.map(() => false);
  for (let at = 0; at < chars.length; at++) {
    for (const term of terms) {
      const length = matchAt(normalized, at, term);
      for (let n = 0; n < length; n++) hits[at + n] = true;
    }
  }
  return partsOf(chars, hits);
}

/** The same, starting shortly before the first match. */
export function snippet(text: string, query: string): HighlightPart[] {
  const parts = highlight(text, query);
  const [first] = parts;
  if (!first || first.hit || first.text.length <= LEAD || parts.length === 1) return parts;
  const cut = [...first.text]
    .slice(-LEAD)
    .join('')
    .replace(/^\S*\s/u, '');
  return [{ text: `…${cut}`, hit: false }, ...parts.slice(1)];
}

const normalize = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The number of characters that match the term from there; 0 without a match. */
function matchAt(normalized: readonly string[], at: number, term: string): number {
  const before = normalized[at - 1];
  if (!CHINESE.test(term[0] ?? '') && before && LETTER.test(before) && !CHINESE.test(before)) return 0;
  let rest = term;
  for (let n = 0; at + n < normalized.length; n++) {
    const char = normalized[at + n] ?? '';
    if (char.startsWith(rest)) return n + 1;
    if (char === '' || !rest.startsWith(char)) return 0;
    rest = rest.slice(char.length);
  }
  return 0;
}

function partsOf(chars: readonly string[], hits: readonly boolean[]): HighlightPart[] {
  const parts: { text: string; hit: boolean }[] = [];
  chars.forEach((char, at) => {
    const hit = hits[at] ?? false;
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += char;
    else parts.push({ text: char, hit });
  });
  return parts;
}
