/** A span of a text with a known author, in UTF-16 code units. */
export type TextSpan = [from: number, until: number, userId: string];

/** A text of the document, with who wrote it. */
export interface WrittenText {
  readonly text: string;
  readonly spans: readonly TextSpan[];
}

/** Letters and digits: words, without the spaces and commas between them. */
const WORD_CHARACTERS = /[\p{L}\p{N}]/gu;

/** Who wrote words of these texts, the largest share first. */
export function writersByShare(texts: readonly WrittenText[]): string[] {
  const shares = new Map<string, number>();
  for (const { text, spans } of texts) {
    for (const [from, until, userId] of spans) {
      const count = text.slice(from, until).match(WORD_CHARACTERS)?.length ?? 0;
      if (count > 0) shares.set(userId, (shares.get(userId) ?? 0) + count);
    }
  }
  return [...shares].toSorted(([, a], [, b]) => b - a).map(([userId]) => userId);
}

/**
 * Who wrote a text that a user renders. It differs from the document when others type at the same moment, or when it was sent
 * without the editor. What both begin and end with keeps its authors, and the rest is the sender's. When that is less than half of
 * one of the texts, it is another text, and all of it is the sender's.
 */
export function spansOfRendered(rendered: string, { text, spans }: WrittenText, senderId: string): TextSpan[] {
  if (rendered === text) return [...spans];
  if (rendered === '') return [];
  const start = commonStart(rendered, text);
  const end = commonEnd(rendered, text, start);
  if (2 * (start + end) < Math.max(rendered.length, text.length)) return [[0, rendered.length, senderId]];
  const moved = rendered.length - text.length;
  const own: TextSpan = [start, rendered.length - end, senderId];
  const tail = clipped(spans, text.length - end, text.length);
  return joined([
    ...clipped(spans, 0, start),
    ...(own[0] < own[1] ? [own] : []),
    ...tail.map(([from, until, id]): TextSpan => [from + moved, until + moved, id]),
  ]);
}

/** Adjacent spans of one user as one. */
const joined = (spans: readonly TextSpan[]): TextSpan[] =>
  spans.reduce<TextSpan[]>((all, [from, until, id]) => {
    const last = all.at(-1);
    if (last?.[1] === from && last[2] === id) last[1] = until;
    else all.push([from, until, id]);
    return all;
  }, []);

const clipped = (spans: readonly TextSpan[], start: number, end: number): TextSpan[] =>
  spans
    .map(([from, until, id]): TextSpan => [Math.max(from, start), Math.min(until, end), id])
    .filter(([from, until]) => from < until);

const isLowSurrogate = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at));

/** Length of the common start, in whole characters. */
function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charAt(at) === b.charAt(at)) at++;
  return at > 0 && (isLowSurrogate(a, at) || isLowSurrogate(b, at)) ? at - 1 : at;
}

/** Length of the common end behind `start`, in whole characters. */
function commonEnd(a: string, b: string, start: number): number {
  const max = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < max && a.charAt(a.length - length - 1) === b.charAt(b.length - length - 1)) length++;
  return length > 0 && isLowSurrogate(a, a.length - length) ? length - 1 : length;
}
