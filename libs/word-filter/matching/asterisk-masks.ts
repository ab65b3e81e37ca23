import { fold } from '../normalization/fold.js';
import { EXPANSION, SYMBOL_LETTER, UNSEGMENTED } from '../normalization/char-codes.js';
import { lettersBehindAsterisks } from '../lists/asterisk-words.js';
import type { PatternMatch } from './match-collector.js';

const ASTERISK = 0x2a;
/** Without v, which stands for u. */
const LETTERS = [...'abcdefghijklmnopqrstuwxyz'];
/** A word needs more characters than this to be recognizable. */
const MIN_LENGTH = 3;
/** Characters on either side that are searched with the asterisks: for phrases and allowed terms. */
const CONTEXT_LENGTH = 24;
/** Bounds the time. */
const MAX_MASKS = 32;

/**
 * Finds words with masked letters. For one asterisk it tries every letter; for several it tries only the usual words.
 * @param find searches a text in which the asterisks are replaced
 */
export function findMasked(text: string, find: (text: string) => readonly PatternMatch[]): PatternMatch[] {
  const matches: PatternMatch[] = [];
  let maskCount = 0;
  for (
    let maskStart = text.indexOf('*'), maskEnd = maskStart;
    maskStart >= 0 && maskCount < MAX_MASKS;
    maskStart = text.indexOf('*', maskEnd)
  ) {
    maskEnd = maskStart;
    while (text.charCodeAt(maskEnd) === ASTERISK) maskEnd++;
    const before = wordBefore(text, maskStart);
    const after = wordAfter(text, maskEnd);
    if (before === '' || after === '') continue;
    const length = maskEnd - maskStart;
    const replacements = length === 1 ? LETTERS : lettersBehindAsterisks(before, length, after);
    if (replacements.length === 0) continue;
    maskCount++;
    const contextStart = contextStartOf(text, maskStart);
    const contextEnd = contextEndOf(text, maskEnd - 1);
    for (const letters of replacements) {
      for (const match of find(text.slice(contextStart, maskStart) + letters + text.slice(maskEnd, contextEnd))) {
        const [start, end] = [match.start + contextStart, match.end + contextStart];
        if (start > maskStart || end < maskEnd || end - start <= MIN_LENGTH) continue;
        matches.push({ ...match, start, end });
      }
    }
  }
  return matches;
}

/** The letters right before asterisks; empty when another asterisk precedes them. */
function wordBefore(text: string, star: number): string {
  let at = star - 1;
  while (star - at <= CONTEXT_LENGTH && isLetter(text.charCodeAt(at))) at--;
  return text.charCodeAt(at) === ASTERISK ? '' : text.slice(at + 1, star);
}

function wordAfter(text: string, next: number): string {
  let at = next;
  while (at - next < CONTEXT_LENGTH && isLetter(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === ASTERISK ? '' : text.slice(next, at);
}
function isLetter(code: number): boolean {
  if (Number.isNaN(code)) return false;
  const folded = fold(code);
  return folded > 0 && (folded & (UNSEGMENTED | SYMBOL_LETTER | EXPANSION)) === 0;
}

/** Cuts at a space, if there is one, to keep words whole. */
function contextStartOf(text: string, star: number): number {
  const space = text.indexOf(' ', Math.max(0, star - CONTEXT_LENGTH));
  return star <= CONTEXT_LENGTH ? 0 : space >= 0 && space < star ? space : star - CONTEXT_LENGTH;
}

function contextEndOf(text: string, star: number): number {
  const space = text.lastIndexOf(' ', star + CONTEXT_LENGTH);
  return star + CONTEXT_LENGTH >= text.length ? text.length : space > star ? space : star + CONTEXT_LENGTH;
}
