import { CODE, UNSEGMENTED } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';

/** So many letters are looked at together where nothing near before them was, and where something was: there is more to come. */
const FIRST = 64;
const MORE = 256;
const NEAR = 32;
/** So many of them stand before the one that is asked for. */
const BEFORE = 24;
/** So many at both ends only have a say in where the words beside them end. */
const ABOUT = 16;
/** More letters than this in one text are not looked at: somebody waits. What is found there counts as a word. */
const MOST = 4096;
/** A number goes on with the next of them: what is one of nine is none of twenty-nine. */
const NUMERALS = new Set(Array.from('零〇一二三四五六七八九十百千', (numeral) => numeral.charCodeAt(0)));
const BEGINS = 1;
const INSIDE = 2;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Where words begin in writing without spaces: a listed word that only comes about where two others meet is none. Looked up only
 * about what was found, each piece of a text once.
 */
export class ChineseSegmenter {
  private known = new Uint8Array(0);
  private looked = 0;

  constructor(private readonly normalizedText: NormalizedText) {}

  /** To be called when other letters were read. */
  forget(): void {
    this.known = new Uint8Array(0);
    this.looked = 0;
  }

  /** Whether a word begins with this letter, or what stands before it is no part of such writing. */
  begins(at: number): boolean {
    if (!this.goesOn(at)) return true;
    if (this.isNumeral(at) && this.isNumeral(at - 1)) return false;
    if (this.known.length === 0) this.known = new Uint8Array(this.normalizedText.length);
    if (this.known[at] === 0) {
      if (this.looked >= MOST) return true;
      this.look(at);
    }
    return this.known[at] !== INSIDE;
  }

  /** Whether the letter and the one before it stand together without anything between. */
  private goesOn(at: number): boolean {
    const { folded, gaps, length } = this.normalizedText;
    return at > 0 && at < length && gaps[at] === 0 && (folded[at]! & folded[at - 1]! & UNSEGMENTED) !== 0;
  }

  private isNumeral(at: number): boolean {
    return NUMERALS.has(this.normalizedText.folded[at]! & CODE);
  }

  private look(at: number): void {
    let from = at;
    while (from > at - BEFORE && this.goesOn(from)) from--;
    const most = from + (this.known[at - NEAR] ? MORE : FIRST);
    let to = at + 1;
    while (to < most && this.goesOn(to)) to++;
    const trustedFrom = this.goesOn(from) ? from + ABOUT : from;
    const trustedTo = this.goesOn(to) ? to - ABOUT : to;
    this.looked += to - from;
    this.known.fill(INSIDE, trustedFrom, trustedTo);
    const text = this.textOf(from, to);
    const isPlain = text.length === to - from;
    let begin = from;
    for (const { index, segment } of segmenter.segment(text)) {
      if (isPlain) begin = from + index;
      if (begin >= trustedFrom && begin < trustedTo) this.known[begin] = BEGINS;
      if (!isPlain) begin += Array.from(segment).length;
    }
  }

  private textOf(from: number, to: number): string {
    let text = '';
    for (let at = from; at < to; at++) text += String.fromCodePoint(this.normalizedText.folded[at]! & CODE);
    return text;
  }
}
