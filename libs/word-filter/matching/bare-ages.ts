import type { Disguise } from '../disguises/disguise.js';
import { UNSEGMENTED } from '../normalization/char-codes.js';
import type { NormalizedText } from '../prompt-syntax/normalized-text.js';
import { isDigit } from './pattern-aligner.js';

/** Not a colon or a sign: `(girl:1.2)`, `girl #3`. */
const BESIDE_PERSON = /^[\s'’,，、()（）[\]{}–—-]+$/u;
const COMMA = /[,，、]/u;
/** A sentence ends, or goes on with where somebody is: not `11 birds`, `1.5`, `16:9`. */
const ENDS =
  /(?=\s*(?:$|[,，、;；!！?？。|()（）[\]{}"”\n]|\.(?!\d)|:\d*\.?\d+\s*[)\]]|\s\p{Script=Han}|\s[-–—]|(?:in|on|at|by|with|and|is|who|standing|sitting|lying|posing|from|wearing)\b))/iuy;
const PERSONS = `girl|boy|child|kid|female|male|lad|lass|daughter|son|sister|brother|pupil|student`;
/** A duration stands after other words: `over 12 years`, and before others: `12 years of`. */
const STARTS = new RegExp(
  `(?<=(?<!\\p{L})(?:nude|naked|nudity|topless|undressed|unclothed|aged?|only|just|barely|a|an|is|(?:${PERSONS})s?)[\\s,，(（[–-]+)`,
  'iuy',
);
/** Also by itself where its unit is short. */
const STARTS_ALONE = /(?<=(?:^|[,，、;；.!！?？。|()（）[\]{}"“\n])\s*)/iuy;
const PERSON = new RegExp(`(?=\\s+(?:${PERSONS})s?\\b)`, 'iuy');
const CLOTHES =
  /(?!\s*(?:\p{Script=Han}{0,3}?(?:鞋|袜|外套|大衣|帽|手套|校服|毛衣|棉袄|围巾|雨衣|羽绒服|救生衣|防晒|盔甲|围裙|泳衣)))(?=\s|$|[^\p{L}\p{N}])/iuy;
const CLOTHES_BEFORE =
  /(?<=(?:鞋|鞋子|袜|袜子|外套|大衣|帽子|手套|校服|毛衣|棉袄|棉衣|围巾|雨衣|羽绒服|救生衣|防晒衣|盔甲|围裙)[都也还就]{0,2})/uy;

/** Tells an age and nakedness from other numbers and from clothes, by the text around. */
export class BareAges {
  constructor(private readonly normalizedText: NormalizedText) {}

  /** @param end the last letter */
  verify({ bareAge, leavesOutClothes }: Disguise, start: number, end: number): boolean {
    if (leavesOutClothes) return this.isAt(CLOTHES, this.after(end)) && !this.isAt(CLOTHES_BEFORE, this.before(start));
    if (bareAge === undefined) return true;
    if (bareAge === 'beside person') return this.isBesidePerson(start, end) && this.isAt(ENDS, this.after(end));
    const isComplete = this.isAt(ENDS, this.after(end)) || this.isAt(PERSON, this.after(end));
    return isComplete && this.startsAge(start, bareAge === 'with short unit');
  }

  private startsAge(start: number, isAlone: boolean): boolean {
    const before = this.before(start);
    return this.isAt(STARTS, before) || (isAlone && this.isAt(STARTS_ALONE, before));
  }

  /** `girl, 11`, `11, girl`, 女孩11, but not `11 girl`, `girl11` and `girl: 11`. */
  private isBesidePerson(start: number, end: number): boolean {
    const { folded, gaps } = this.normalizedText;
    let separators = '';
    for (let at = start + 1; at <= end; at++) if (gaps[at] !== 0) separators += this.normalizedText.gapBefore(at);
    if (separators !== '' && !BESIDE_PERSON.test(separators)) return false;
    if (isDigit(folded[start]!)) return COMMA.test(separators) && this.startsAge(start, true);
    return separators !== '' || (folded[start]! & UNSEGMENTED) !== 0;
  }

  private isAt(pattern: RegExp, offset: number): boolean {
    return this.normalizedText.matchAt(pattern, offset) !== null;
  }

  private before(start: number): number {
    return this.normalizedText.from[start]!;
  }

  private after(end: number): number {
    return this.normalizedText.to[end]!;
  }
}
