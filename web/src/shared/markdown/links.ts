export interface TextPart {
  readonly text: string;
  /** Present if the part is a safe link. */
  readonly href?: string;
}

// A scheme, then anything that is neither space nor a quote or bracket of prose; no longer than browsers take.
const candidate = /https?:\/\/[^\s<>"'“”‘’「」『』（），。；！？、]{1,2000}/giu;
const pattern = new RegExp(candidate.source, 'iuy');
const closing = new Set('.,;:!?]}');

/** Splits a message into plain text and web links. Anything but http and https stays text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(candidate)) {
    const link = withoutTrailing(match[0]);
    if (!isHttpUrl(link)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: link, href: link });
    from = match.index + link.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** The URL that starts at this index, without trailing punctuation; null without one. */
export function urlAt(text: string, from: number): string | null {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  if (!found) return null;
  const link = withoutTrailing(found[0]);
  return isHttpUrl(link) ? link : null;
}

/** A full stop after a link ends the sentence; a bracket belongs to the link only if it was opened there. */
function withoutTrailing(link: string): string {
  let unmatchedClosings = 0;
  for (const char of link) unmatchedClosings += char === ')' ? 1 : char === '(' ? -1 : 0;
  let end = link.length;
  for (; end > 0; end -= 1) {
    const last = link[end - 1] ?? '';
    if (last === ')' && unmatchedClosings > 0) unmatchedClosings -= 1;
    else if (!closing.has(last)) break;
  }
  return link.slice(0, end);
}

/** Whether it is an http or https URL. */
export function isHttpUrl(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname } = new URL(link);
  return (protocol === 'http:' || protocol === 'https:') && hostname.length > 0;
}
