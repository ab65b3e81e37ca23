import type { Group } from './groups.js';
import { findGroups } from './groups.js';

/** Taken away, so that what is on both sides meets. */
const JOIN = 1;
/** Taken away, and its two sides stay apart. */
export const SEPARATE = 2;
/** Taken away with the side of a group that is not looked at. */
const INACTIVE = 3;

const TAGS = ['lora', 'lyco', 'hypernet'];
/** <b>, </i>, <br/>: of pages. */
const TAG_OF_PAGES = /<\/?[a-z]{1,10}[0-9]?\s{0,3}\/?>/iuy;
const CHARACTERS = /[()[\]<\\]|BREAK/u;

/** Where in a run somebody looks at a prompt that changes: which turn of `[a|b]` it is, and what share of the steps is done. */
export interface SchedulePoint {
  readonly turn: number;
  readonly done: number;
}

export const hasPromptSyntax = (text: string): boolean => CHARACTERS.test(text);

/**
 * Reads a text as the grammar of prompts does, at all moments that differ: brackets and weights go, of `[a:b:0.5]` and `[a|b]` one
 * side is left, tags go, BREAK parts words. Where brackets or weights stand right between letters, the encoder may read what they hold
 * as a word of its own, and people may mean one word: such a text is read both ways. Time is linear whatever the brackets do.
 * @param most how many moments at most
 * @returns for each reading marks of all code units: 0 where one stays
 */
export function* expandPrompt(text: string, most: number): Generator<Uint8Array> {
  const groups = findGroups(text);
  const base = plainMarks(text);
  for (const moment of momentsOf(groups, most)) {
    const marks = base.marks.slice();
    // The outer ones first: what stands in a part that is gone needs no second look, so that nesting costs nothing.
    for (let i = groups.length - 1; i >= 0; i--) takeAway(groups[i]!, moment, marks);
    yield marks;
    if (joinsLetters(text, marks)) yield marks.map((mark) => (mark === JOIN ? SEPARATE : mark));
  }
  // As it stands; numbers that weigh something are never meant so.
  if (base.hidesWords || groups.length > 0) yield base.weights;
}

function momentsOf(groups: readonly Group[], most: number): SchedulePoint[] {
  const turns = groups.reduce(
    (all, { kind, parts }) => (kind === 'turns' ? commonMultiple(all, parts.length, most) : all),
    1,
  );
  const changes = [...new Set(groups.filter(({ kind }) => kind === 'change').map(({ when }) => when))].sort(
    (a, b) => a - b,
  );
  const shares = [0, ...changes].slice(0, most);
  const moments: SchedulePoint[] = [];
  for (const done of shares) {
    for (let turn = 0; turn < turns && moments.length < most; turn++) moments.push({ turn, done });
  }
  return moments;
}

function commonMultiple(a: number, b: number, most: number): number {
  for (let multiple = a; multiple < most; multiple += a) if (multiple % b === 0) return multiple;
  return most;
}

function takeAway(group: Group, { turn, done }: SchedulePoint, marks: Uint8Array): void {
  if (marks[group.open] === INACTIVE) return;
  const { parts } = group;
  const chosen = group.kind === 'turns' ? turn % parts.length : done >= group.when ? 1 : 0;
  const [from, to] = parts[chosen]!;
  marks.fill(INACTIVE, group.open, from);
  marks.fill(INACTIVE, to, group.close + 1);
}

interface Plain {
  readonly marks: Uint8Array;
  /** Only the brackets that weigh something, and their numbers. */
  readonly weights: Uint8Array;
  /** Whether a tag went. */
  readonly hidesWords: boolean;
}

/** What goes whatever the moment: round brackets, weights, tags, backslashes, BREAK. */
function plainMarks(text: string): Plain {
  const marks = new Uint8Array(text.length);
  const weights = new Uint8Array(text.length);
  const opened: number[] = [];
  const lastTagEnd = text.lastIndexOf('>');
  let hidesWords = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (isBracket(character)) {
      marks[at] = JOIN;
      if (character === OPEN) opened.push(at);
      else if (character === CLOSE) opened.pop();
    } else if (
      character === BACKSLASH &&
      (isBracket(text.charCodeAt(at + 1)) || text.charCodeAt(at + 1) === BACKSLASH)
    ) {
      marks[at++] = JOIN;
    } else if (character === COLON) {
      const end = endOfWeight(text, at);
      if (end === at) continue;
      marks.fill(JOIN, at, end + 1);
      weights.fill(SEPARATE, at, end + 1);
      const open = opened.pop();
      if (open !== undefined) weights[open] = SEPARATE;
      at = end;
    } else if (character === LESS && at < lastTagEnd && isTag(text, at)) {
      const end = text.indexOf('>', at);
      marks.fill(JOIN, at, end + 1);
      hidesWords = true;
      at = end;
    } else if (character === CAPITAL_B && isBreak(text, at)) {
      marks.fill(SEPARATE, at, at + 5);
      at += 4;
    }
  }
  return { marks, weights, hidesWords };
}

const OPEN = 0x28;
const CLOSE = 0x29;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const LESS = 0x3c;
const CAPITAL_B = 0x42;
/** ( ) [ ] */
const isBracket = (code: number): boolean => code === 0x28 || code === 0x29 || code === 0x5b || code === 0x5d;

/** `:1.2)`: @returns where its bracket is, or the colon where it is none */
function endOfWeight(text: string, colon: number): number {
  let at = colon + 1;
  let digits = 0;
  for (; at < text.length && ' +-.0123456789'.includes(text[at]!); at++) if (text[at]! >= '0') digits++;
  return digits > 0 && text[at] === ')' ? at : colon;
}

const isTag = (text: string, at: number): boolean => {
  TAG_OF_PAGES.lastIndex = at;
  return TAGS.some((name) => text.startsWith(`${name}:`, at + 1)) || TAG_OF_PAGES.test(text);
};

const isBreak = (text: string, at: number): boolean =>
  text.startsWith('BREAK', at) && !isWordAt(text, at - 1) && !isWordAt(text, at + 5);

const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? ' ');

/** Whether something that was taken away stood right between two letters, or what may be some. */
function joinsLetters(text: string, marks: Uint8Array): boolean {
  for (let at = 1; at < text.length; at++) {
    if (!isGone(marks[at]!) || marks[at - 1] !== 0 || isPlainSign(text, at - 1)) continue;
    while (at < text.length && isGone(marks[at]!)) at++;
    if (at < text.length && marks[at] === 0 && !isPlainSign(text, at)) return true;
  }
  return false;
}

const isGone = (mark: number): boolean => mark === JOIN || mark === INACTIVE;

/** A space, a comma, a full stop. */
const isPlainSign = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x2c || code === 0x2e || code === 0x0a;
};
