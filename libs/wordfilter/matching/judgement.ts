import { SIGN_LETTER, SPACELESS, UPPER } from '../folding/marks.js';
import type { Units } from '../reading/units.js';
import type { Signs } from './alignment.js';
import { Alignment, isDigit, isParted } from './alignment.js';
import { isListed, isMeantAsOne, isSpeltOut, isTornApart, runsTogether } from './disguise.js';
import type { Pattern } from './pattern.js';
import { repeats } from './pattern.js';
import { SpacelessWords } from './spaceless-words.js';
import { WordEdges } from './word-edges.js';

/** Says whether what the automaton came upon is the term, as a word. */
export class Judgement {
  /** Where it is, after a yes. */
  readonly alignment: Alignment;
  private readonly words: SpacelessWords;
  private readonly edges: WordEdges;

  constructor(private readonly units: Units) {
    this.alignment = new Alignment(units);
    this.words = new SpacelessWords(units);
    this.edges = new WordEdges(units);
  }

  /** To be called when other letters were read. */
  forget(): void {
    this.words.forget();
  }

  /** @returns false where a word of an alphabet plainly goes on behind this letter: asked before anything else, since it costs little */
  mayEnd(at: number): boolean {
    const { folded, gaps, length } = this.units;
    let end = at;
    while (end + 1 < length && gaps[end + 1] === 0 && repeats(folded[at]!, folded[end + 1]!)) end++;
    if (end + 1 >= length || gaps[end + 1] !== 0) return true;
    const next = folded[end + 1]!;
    return (next & (SPACELESS | SIGN_LETTER | UPPER)) !== 0 || isDigit(next);
  }

  /** @param at the letter with which the pattern's last ones begin */
  isThere(pattern: Pattern, at: number, signs: Signs): boolean {
    const { alignment } = this;
    if (!alignment.lay(pattern, at, signs)) return false;
    // A number is a number: 455.
    if (alignment.digits === pattern.letters.length) return false;
    if (runsTogether(pattern, alignment.gaps)) return false;
    const isTorn = isTornApart(pattern, alignment.gaps);
    if (pattern.termId === undefined) {
      return !isTorn && alignment.exact === pattern.letters.length && this.isWhole(pattern, signs, isTorn);
    }
    if (pattern.isSpaceless && isTorn) {
      if (isSpeltOut(pattern, alignment.gaps)) return true;
      // 冰，毒蘑菇 is a list.
      if (isListed(pattern, alignment.gaps) && !this.standsAlone()) return false;
    }
    if (!pattern.isSpaceless && isTorn && !isMeantAsOne(pattern, alignment.gaps)) return false;
    return this.isWhole(pattern, signs, isTorn);
  }

  /** Whether something stands before it and behind it. */
  private standsAlone(): boolean {
    const { gaps, length } = this.units;
    const { start, end } = this.alignment;
    return (start === 0 || isParted(gaps[start]!)) && (end + 1 === length || isParted(gaps[end + 1]!));
  }

  /** What is always let through is let through in any writing without spaces: that is what it is listed for. */
  private isWhole(pattern: Pattern, signs: Signs, isTorn: boolean): boolean {
    const { start, end } = this.alignment;
    const isListedAsAllowed = pattern.termId === undefined;
    const spaceless = (at: number): boolean => (this.units.folded[at]! & SPACELESS) !== 0;
    const begins = spaceless(start)
      ? isListedAsAllowed || this.words.begins(start)
      : this.edges.begins(start, end, signs);
    // What a word goes on before stands in one piece with it: "if ucking" are two.
    if (!begins && (!pattern.goesOnBefore || (isTorn && !pattern.isSpaceless))) return false;
    if (pattern.goesOnBehind) return true;
    return spaceless(end) ? isListedAsAllowed || this.words.begins(end + 1) : this.edges.ends(start, end, signs);
  }
}
