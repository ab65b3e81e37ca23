import { fold, sequenceAt } from '../folding/fold.js';
import { APOSTROPHE, IGNORED, PUNCTUATION, SEVERAL, SIGN_LETTER, SPACE } from '../folding/marks.js';
import { APART } from './grammar.js';

/** What stood before a letter, as bits. */
export const GAP = { sign: 1, punctuation: 2, space: 4, apostrophe: 8 } as const;
/** What parts two words. */
export const PARTED = GAP.sign | GAP.punctuation | GAP.space;

/** The letters of a text, folded, each with where it was typed and what stood before it. One is read into again and again. */
export class Units {
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
    this.hasSigns = false;
    this.makeRoom(text.length + 16);
    let gap = 0;
    for (let at = 0; at < text.length;) {
      const first = text.charCodeAt(at);
      const isPair = first >= 0xd800 && first < 0xdc00 && isLowSurrogate(text, at + 1);
      const from = at;
      at += isPair ? 2 : 1;
      if (marks !== undefined && marks[from] !== 0) {
        if (marks[from] === APART) gap |= GAP.space;
        continue;
      }
      const folded = fold(isPair ? text.codePointAt(from)! : first);
      if (folded < 0) {
        gap |= gapOf(folded);
        continue;
      }
      if ((folded & SEVERAL) === 0) this.add(folded, from, at, gap);
      else this.addAll(sequenceAt(folded), from, at, gap);
      gap = 0;
    }
  }

  private addAll(letters: readonly number[], from: number, to: number, gap: number): void {
    // One character may be eighteen letters.
    this.makeRoom(this.length + letters.length + 1);
    letters.forEach((letter, i) => this.add(letter, from, to, i === 0 ? gap : 0));
  }

  private add(folded: number, from: number, to: number, gap: number): void {
    const at = this.length++;
    if ((folded & SIGN_LETTER) !== 0) this.hasSigns = true;
    if (at >= this.folded.length) this.makeRoom(at * 2);
    this.folded[at] = folded;
    this.from[at] = from;
    this.to[at] = to;
    this.gaps[at] = gap;
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

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
}

function gapOf(folded: number): number {
  switch (folded) {
    case IGNORED:
      return 0;
    case SPACE:
      return GAP.space;
    case PUNCTUATION:
      return GAP.punctuation;
    case APOSTROPHE:
      return GAP.apostrophe;
    default:
      return GAP.sign;
  }
}
