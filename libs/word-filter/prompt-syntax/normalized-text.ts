import { fold, FOLDED, expansionAt } from '../normalization/fold.js';
import { APOSTROPHE, PUNCTUATION, EXPANSION, SYMBOL, SYMBOL_LETTER, SPACE } from '../normalization/char-codes.js';
import { SEPARATE } from './grammar.js';

/** What stood before a letter, as bits. */
export const SEPARATOR = { sign: 1, punctuation: 2, space: 4, apostrophe: 8 } as const;
/** What parts two words. */
export const WORD_SEPARATOR = SEPARATOR.sign | SEPARATOR.punctuation | SEPARATOR.space;

/** The letters of a text, folded, each with where it was typed and what stood before it. One is read into again and again. */
export class NormalizedText {
  length = 0;
  /** Whether there are signs among them that pass for letters. */
  hasSigns = false;
  /** See marks.ts. */
  folded = new Int32Array(0);
  from = new Int32Array(0);
  /** Behind the last code unit. */
  to = new Int32Array(0);
  gaps = new Uint8Array(0);

  /** @param marks for each code unit of the text whether the grammar of prompts takes it away; none where it is read as it stands */
  read(text: string, marks?: Uint8Array): void {
    this.length = 0;
    this.makeRoom(text.length + 1);
    const codes = codesOf(text);
    let { folded, from, to, gaps } = this;
    let [count, gap, seen] = [0, 0, 0];
    for (let at = 0; at < codes.length;) {
      const begin = at;
      const first = codes[at++]!;
      let code = FOLDED[first]!;
      if (first >= 0xd800 && first < 0xdc00 && isLowSurrogate(codes[at])) code = fold(text.codePointAt(at++ - 1)!);
      if (marks !== undefined && marks[begin] !== 0) {
        if (marks[begin] === SEPARATE) gap |= SEPARATOR.space;
        continue;
      }
      if (code === 0) code = fold(first);
      if (code < 0) {
        gap |= SEPARATOR_OF[-code]!;
        continue;
      }
      if ((code & EXPANSION) !== 0) {
        this.length = count;
        this.addAll(expansionAt(code), { from: begin, to: at, gap, more: text.length - at });
        ({ folded, from, to, gaps } = this);
        count = this.length;
      } else {
        seen |= code;
        folded[count] = code;
        from[count] = begin;
        to[count] = at;
        gaps[count++] = gap;
      }
      gap = 0;
    }
    this.length = count;
    this.hasSigns = (seen & SYMBOL_LETTER) !== 0;
  }

  /** One character may be eighteen letters. None of several is a sign. */
  private addAll(letters: readonly number[], place: { from: number; to: number; gap: number; more: number }): void {
    this.makeRoom(this.length + letters.length + place.more);
    letters.forEach((letter, i) => {
      const at = this.length++;
      this.folded[at] = letter;
      this.from[at] = place.from;
      this.to[at] = place.to;
      this.gaps[at] = i === 0 ? place.gap : 0;
    });
  }

  private makeRoom(wanted: number): void {
    if (wanted <= this.folded.length) return;
    const size = Math.max(wanted, this.folded.length * 2, 1024);
    const copied = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(size);
      made.set(old);
      return made;
    };
    this.folded = copied(this.folded);
    this.from = copied(this.from);
    this.to = copied(this.to);
    const gaps = new Uint8Array(size);
    gaps.set(this.gaps);
    this.gaps = gaps;
  }
}

const isLowSurrogate = (code: number | undefined): boolean => code !== undefined && code >= 0xdc00 && code < 0xe000;

let room = Buffer.alloc(0);

/** @returns the code units, until the next call: read from a row of numbers, they cost half of what they do read from a string */
function codesOf(text: string): Uint16Array {
  if (room.length < text.length * 2) room = Buffer.alloc(text.length * 4 + 256);
  const written = room.write(text, 0, 'utf16le');
  return new Uint16Array(room.buffer, room.byteOffset, written / 2);
}

/** What each kind of what is no letter leaves before the next one, by its mark without the sign. */
const SEPARATOR_OF = new Uint8Array(8);
SEPARATOR_OF[-SPACE] = SEPARATOR.space;
SEPARATOR_OF[-PUNCTUATION] = SEPARATOR.punctuation;
SEPARATOR_OF[-SYMBOL] = SEPARATOR.sign;
SEPARATOR_OF[-APOSTROPHE] = SEPARATOR.apostrophe;
