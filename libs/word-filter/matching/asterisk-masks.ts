import { fold } from '../normalization/fold.js';
import { EXPANSION, SYMBOL_LETTER, UNSEGMENTED } from '../normalization/char-codes.js';
import { lettersBehindAsterisks } from '../lists/asterisk-words.js';
import type { Found } from './match-collector.js';

const STAR = 0x2a;
/** Without v: it passes for u, also in words that are let through with that. */
const LETTERS = [...'abcdefghijklmnopqrstuwxyz'];
/** Fewer other letters could be any word. */
const OTHERS = 3;
/** So much on either side is looked at together with a star: phrases, and what is always let through. */
const ABOUT = 24;
/** More rows of stars than these are not asked for their letters: somebody waits. */
const MOST = 32;

/**
 * Words with a star in the place of one letter: each letter is tried in its place, with what stands about it. Behind several stars is
 * what people hide behind as many, and nothing else.
 * @param find what looks through a text in which letters stand
 */
export function findMasked(text: string, find: (text: string) => readonly Found[]): Found[] {
  const hits: Found[] = [];
  let tried = 0;
  for (let star = text.indexOf('*'), next = star; star >= 0 && tried < MOST; star = text.indexOf('*', next)) {
    next = star;
    while (text.charCodeAt(next) === STAR) next++;
    const before = wordBefore(text, star);
    const behind = wordBehind(text, next);
    if (before === '' || behind === '') continue;
    const length = next - star;
    const choices = length === 1 ? LETTERS : lettersBehindAsterisks(before, length, behind);
    if (choices.length === 0) continue;
    tried++;
    const from = cutBefore(text, star);
    const to = cutBehind(text, next - 1);
    for (const letters of choices) {
      for (const found of find(text.slice(from, star) + letters + text.slice(next, to))) {
        const [begins, ends] = [found.start + from, found.end + from];
        if (begins > star || ends < next || ends - begins <= OTHERS) continue;
        hits.push({ ...found, start: begins, end: ends });
      }
    }
  }
  return hits;
}

/** The letters of an alphabet right before a row of stars; none where another star stands before them. */
function wordBefore(text: string, star: number): string {
  let at = star - 1;
  while (star - at <= ABOUT && isLetter(text.charCodeAt(at))) at--;
  return text.charCodeAt(at) === STAR ? '' : text.slice(at + 1, star);
}

function wordBehind(text: string, next: number): string {
  let at = next;
  while (at - next < ABOUT && isLetter(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === STAR ? '' : text.slice(next, at);
}
function isLetter(code: number): boolean {
  if (Number.isNaN(code)) return false;
  const folded = fold(code);
  return folded > 0 && (folded & (UNSEGMENTED | SYMBOL_LETTER | EXPANSION)) === 0;
}

/** At a space, so that no word is cut in two where that can be helped. */
function cutBefore(text: string, star: number): number {
  const space = text.indexOf(' ', Math.max(0, star - ABOUT));
  return star <= ABOUT ? 0 : space >= 0 && space < star ? space : star - ABOUT;
}

function cutBehind(text: string, star: number): number {
  const space = text.lastIndexOf(' ', star + ABOUT);
  return star + ABOUT >= text.length ? text.length : space > star ? space : star + ABOUT;
}
