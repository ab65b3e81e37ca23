import { fold } from '../folding/fold.js';
import { SEVERAL, SIGN_LETTER, SPACELESS } from '../folding/marks.js';
import type { Hit } from '../term.js';

const STAR = 0x2a;
/** Without v: it passes for u, also in words that are let through with that. */
const LETTERS = 'abcdefghijklmnopqrstuwxyz';
/** Fewer other letters could be any word. */
const OTHERS = 3;
/** So much on either side is looked at together with a star: phrases, and what is always let through. */
const ABOUT = 24;
/** More stars than these are not asked for their letter: somebody waits. */
const MOST = 32;

/**
 * Words with a star in the place of one letter: each letter is tried in its place, with what stands about it.
 * @param find what looks through a text in which a letter stands
 */
export function maskedHits(text: string, find: (text: string) => readonly Hit[]): Hit[] {
  const hits: Hit[] = [];
  let tried = 0;
  for (let star = text.indexOf('*'); star >= 0 && tried < MOST; star = text.indexOf('*', star + 1)) {
    if (!standsForLetter(text, star)) continue;
    tried++;
    const from = cutBefore(text, star);
    const to = cutBehind(text, star);
    for (const letter of LETTERS) {
      const tryOut = text.slice(from, star) + letter + text.slice(star + 1, to);
      for (const { termId, start, end } of find(tryOut)) {
        const [begins, ends] = [start + from, end + from];
        if (begins > star || ends <= star || end - start <= OTHERS) continue;
        hits.push({ termId, start: begins, end: ends, typed: text.slice(begins, ends) });
      }
    }
  }
  return hits;
}

/** Between two letters of an alphabet, in a word that has no other star. */
function standsForLetter(text: string, star: number): boolean {
  return endsAlone(text, star, -1) && endsAlone(text, star, 1);
}

function endsAlone(text: string, star: number, step: -1 | 1): boolean {
  let at = star + step;
  while (Math.abs(at - star) <= ABOUT && isLetter(text.charCodeAt(at))) at += step;
  return at !== star + step && text.charCodeAt(at) !== STAR;
}

function isLetter(code: number): boolean {
  if (Number.isNaN(code)) return false;
  const folded = fold(code);
  return folded > 0 && (folded & (SPACELESS | SIGN_LETTER | SEVERAL)) === 0;
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
