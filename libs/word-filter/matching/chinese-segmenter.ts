import { CODE, UNSEGMENTED } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';

/** Window sizes: a small one first, a larger one when text nearby was segmented before. */
const FIRST_WINDOW = 64;
const NEXT_WINDOW = 256;
const NEARBY = 32;
/** How many letters of the window precede the requested one. */
const WINDOW_LEAD = 24;
/** Letters at both ends of a window that serve as context only. */
const CONTEXT_LENGTH = 16;
/** Bounds the time. Candidates beyond it count as words. */
const MAX_SEGMENTED = 4096;
/** A numeral that follows another one doesn't start a word. */
const NUMERALS = new Set(Array.from('零〇一二三四五六七八九十百千', (numeral) => numeral.charCodeAt(0)));
const PARTICLE = '的'.charCodeAt(0);
/** 的确, 的士 */
const WORDS_WITH_PARTICLE = new Set(Array.from('确士', (character) => character.charCodeAt(0)));
const START = 1;
const INSIDE = 2;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Word starts in scripts without spaces, to reject matches across two words. Segments only the text around candidates, once.
 */
export class ChineseSegmenter {
  private starts = new Uint8Array(0);
  private segmentedCount = 0;

  constructor(private readonly normalizedText: NormalizedText) {}

  /** Call it after another text was read. */
  reset(): void {
    this.starts = new Uint8Array(0);
    this.segmentedCount = 0;
  }

  /** Whether a word starts with this letter, or the letter before it is of another kind of script. */
  startsAt(at: number): boolean {
    if (!this.isContinued(at)) return true;
    if (this.isNumeral(at) && this.isNumeral(at - 1)) return false;
    if (this.isParticle(at)) return true;
    if (this.starts.length === 0) this.starts = new Uint8Array(this.normalizedText.length);
    if (this.starts[at] === 0) {
      if (this.segmentedCount >= MAX_SEGMENTED) return true;
      this.segmentAround(at);
    }
    return this.starts[at] !== INSIDE;
  }

  /** Whether the letter directly follows another one of such a script. */
  private isContinued(at: number): boolean {
    const { folded, gaps, length } = this.normalizedText;
    return at > 0 && at < length && gaps[at] === 0 && (folded[at]! & folded[at - 1]! & UNSEGMENTED) !== 0;
  }

  /** The segmenter joins 的 to some characters, as in 处的. */
  private isParticle(at: number): boolean {
    const { folded, length } = this.normalizedText;
    if ((folded[at]! & CODE) !== PARTICLE) return false;
    return at + 1 >= length || !WORDS_WITH_PARTICLE.has(folded[at + 1]! & CODE);
  }

  private isNumeral(at: number): boolean {
    return NUMERALS.has(this.normalizedText.folded[at]! & CODE);
  }

  private segmentAround(at: number): void {
    let from = at;
    while (from > at - WINDOW_LEAD && this.isContinued(from)) from--;
    const limit = from + (this.starts[at - NEARBY] ? NEXT_WINDOW : FIRST_WINDOW);
    let to = at + 1;
    while (to < limit && this.isContinued(to)) to++;
    const trustedFrom = this.isContinued(from) ? from + CONTEXT_LENGTH : from;
    const trustedTo = this.isContinued(to) ? to - CONTEXT_LENGTH : to;
    this.segmentedCount += to - from;
    this.starts.fill(INSIDE, trustedFrom, trustedTo);
    const text = this.textOf(from, to);
    const hasNoSurrogates = text.length === to - from;
    let start = from;
    for (const { index, segment } of segmenter.segment(text)) {
      if (hasNoSurrogates) start = from + index;
      if (start >= trustedFrom && start < trustedTo) this.starts[start] = START;
      if (!hasNoSurrogates) start += Array.from(segment).length;
    }
  }

  private textOf(from: number, to: number): string {
    let text = '';
    for (let at = from; at < to; at++) text += String.fromCodePoint(this.normalizedText.folded[at]! & CODE);
    return text;
  }
}
