import type { Group } from './groups.js';
import { findGroups } from './groups.js';

/** Removed; both sides join. */
const JOIN = 1;
/** Removed; both sides stay separate. */
export const SEPARATE = 2;
/** Removed with the inactive part of a group. */
const INACTIVE = 3;

const TAGS = ['lora', 'lyco', 'hypernet'];
/** <b>, </i>, <br/> */
const HTML_TAG = /<\/?[a-z]{1,10}[0-9]?\s{0,3}\/?>/iuy;
const SYNTAX = /[()[\]<\\]|BREAK/u;

/** A point in the steps of a scheduled prompt: the index of the alternative of `[a|b]`, and the share of steps before it. */
export interface SchedulePoint {
  readonly alternative: number;
  readonly share: number;
}

export const hasPromptSyntax = (text: string): boolean => SYNTAX.test(text);

/**
 * Expands prompt syntax into all variants that the encoder reads: without brackets, weights and tags, with one part of `[a:b:0.5]` and
 * `[a|b]`, and with BREAK as a separator. When syntax stands between letters, both readings are returned: one word and two. Linear
 * time for any nesting.
 * @param max the maximum number of schedule points
 * @returns marks per code unit for each variant: 0 for those that stay
 */
export function* expandPrompt(text: string, max: number): Generator<Uint8Array> {
  const groups = findGroups(text);
  const base = baseMarks(text);
  for (const point of schedulePointsOf(groups, max)) {
    const marks = base.marks.slice();
    // Outer groups first: groups inside an inactive part are skipped, so nesting costs nothing.
    for (let i = groups.length - 1; i >= 0; i--) removeInactive(groups[i]!, point, marks);
    yield marks;
    if (joinsLetters(text, marks)) yield marks.map((mark) => (mark === JOIN ? SEPARATE : mark));
  }
  // The text as written, without weights.
  if (base.hasTags || groups.length > 0) yield base.weights;
}

function schedulePointsOf(groups: readonly Group[], max: number): SchedulePoint[] {
  const alternatives = groups.reduce(
    (all, { kind, parts }) => (kind === 'alternation' ? commonMultiple(all, parts.length, max) : all),
    1,
  );
  const changes = [...new Set(groups.filter(({ kind }) => kind === 'change').map(({ when }) => when))].sort(
    (a, b) => a - b,
  );
  const shares = [0, ...changes].slice(0, max);
  const points: SchedulePoint[] = [];
  for (const share of shares) {
    for (let alternative = 0; alternative < alternatives && points.length < max; alternative++) {
      points.push({ alternative, share });
    }
  }
  return points;
}

function commonMultiple(a: number, b: number, max: number): number {
  for (let multiple = a; multiple < max; multiple += a) if (multiple % b === 0) return multiple;
  return max;
}

function removeInactive(group: Group, { alternative, share }: SchedulePoint, marks: Uint8Array): void {
  if (marks[group.open] === INACTIVE) return;
  const { parts } = group;
  const activePart = group.kind === 'alternation' ? alternative % parts.length : share >= group.when ? 1 : 0;
  const [from, to] = parts[activePart]!;
  marks.fill(INACTIVE, group.open, from);
  marks.fill(INACTIVE, to, group.close + 1);
}

interface BaseMarks {
  readonly marks: Uint8Array;
  /** Only weights and their opening brackets. */
  readonly weights: Uint8Array;
  /** A tag was removed. */
  readonly hasTags: boolean;
}

/** Marks syntax that is independent of the schedule: round brackets, weights, tags, backslashes, BREAK. */
function baseMarks(text: string): BaseMarks {
  const marks = new Uint8Array(text.length);
  const weights = new Uint8Array(text.length);
  const openParentheses: number[] = [];
  const lastTagEnd = text.lastIndexOf('>');
  let hasTags = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (isBracket(character)) {
      marks[at] = JOIN;
      if (character === OPEN) openParentheses.push(at);
      else if (character === CLOSE) openParentheses.pop();
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
      const open = openParentheses.pop();
      if (open !== undefined) weights[open] = SEPARATE;
      at = end;
    } else if (character === LESS_THAN && at < lastTagEnd && isTag(text, at)) {
      const end = text.indexOf('>', at);
      marks.fill(JOIN, at, end + 1);
      hasTags = true;
      at = end;
    } else if (character === CAPITAL_B && isBreak(text, at)) {
      marks.fill(SEPARATE, at, at + 5);
      at += 4;
    }
  }
  return { marks, weights, hasTags };
}

const OPEN = 0x28;
const CLOSE = 0x29;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const LESS_THAN = 0x3c;
const CAPITAL_B = 0x42;
/** ( ) [ ] */
const isBracket = (code: number): boolean => code === 0x28 || code === 0x29 || code === 0x5b || code === 0x5d;

/** @returns the index of the bracket of a weight such as `:1.2)`, or that of the colon when it isn't a weight */
function endOfWeight(text: string, colon: number): number {
  let at = colon + 1;
  let digits = 0;
  for (; at < text.length && ' +-.0123456789'.includes(text[at]!); at++) if (text[at]! >= '0') digits++;
  return digits > 0 && text[at] === ')' ? at : colon;
}

const isTag = (text: string, at: number): boolean => {
  HTML_TAG.lastIndex = at;
  return TAGS.some((name) => text.startsWith(`${name}:`, at + 1)) || HTML_TAG.test(text);
};

const isBreak = (text: string, at: number): boolean =>
  text.startsWith('BREAK', at) && !isWordCharacter(text, at - 1) && !isWordCharacter(text, at + 5);

const isWordCharacter = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? ' ');

/** Whether removed syntax stood between two letters. */
function joinsLetters(text: string, marks: Uint8Array): boolean {
  for (let at = 1; at < text.length; at++) {
    if (!isRemoved(marks[at]!) || marks[at - 1] !== 0 || isSeparator(text, at - 1)) continue;
    while (at < text.length && isRemoved(marks[at]!)) at++;
    if (at < text.length && marks[at] === 0 && !isSeparator(text, at)) return true;
  }
  return false;
}

const isRemoved = (mark: number): boolean => mark === JOIN || mark === INACTIVE;

/** A space, comma, period, or line feed. */
const isSeparator = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x2c || code === 0x2e || code === 0x0a;
};
