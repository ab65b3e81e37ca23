import type * as Y from 'yjs';

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * Changes a shared text to `to` and edits only the words that differ, so that cursors before and after them stay. Letters that two
 * words happen to share are not kept: they would count as words of their former author.
 */
export function replaceText(text: Y.Text, to: string): void {
  const from = text.toString();
  const shorter = Math.min(from.length, to.length);
  const start = commonLength(shorter, (at) => from.charCodeAt(at) === to.charCodeAt(at));
  const charFromEnd = (text: string, at: number) => text.charCodeAt(text.length - 1 - at);
  const end = commonLength(shorter - start, (at) => charFromEnd(from, at) === charFromEnd(to, at));
  replace(
    text,
    to,
    withoutSplitSurrogates(from, to, wholeWords(from, to, start), wholeWords(reversed(from), reversed(to), end)),
  );
}

const commonLength = (max: number, isEqual: (at: number) => boolean): number => {
  let count = 0;
  while (count < max && isEqual(count)) count += 1;
  return count;
};

const isLetter = (text: string, at: number) =>
  /[\p{L}\p{N}\p{M}]/u.test(text.charAt(at)) && !/\p{Script=Han}/u.test(text.charAt(at));
const reversed = (text: string) => text.split('').toReversed().join('');

/** A common start without its last word, if that goes on in one of the texts. */
function wholeWords(from: string, to: string, length: number): number {
  let at = length;
  if (![from, to].some((text) => isLetter(text, at))) return at;
  while (at > 0 && isLetter(from, at - 1)) at -= 1;
  return at;
}

/** Never splits a surrogate pair: Yjs would replace half of one. */
function withoutSplitSurrogates(from: string, to: string, start: number, end: number) {
  const splitsStart = start > 0 && (isLowSurrogate(from.charCodeAt(start)) || isLowSurrogate(to.charCodeAt(start)));
  const splitsEnd = end > 0 && isLowSurrogate(from.charCodeAt(from.length - end));
  return { start: splitsStart ? start - 1 : start, end: splitsEnd ? end - 1 : end };
}

function replace(text: Y.Text, to: string, { start, end }: { start: number; end: number }): void {
  if (text.length - end > start) text.delete(start, text.length - end - start);
  if (to.length - end > start) text.insert(start, to.slice(start, to.length - end));
}
