import type { Group } from './groups.js';
import { findGroups } from './groups.js';

/** Taken away, so that what is on both sides meets. */
export const GLUE = 1;
/** Taken away, and its two sides stay apart. */
export const APART = 2;
/** Taken away with the side of a group that is not looked at. */
const UNSEEN = 3;

const TAGS = ['lora', 'lyco', 'hypernet'];
const CHARACTERS = /[()[\]<\\]|BREAK/u;

/** One way to read a text as a prompt. */
export interface Reading {
  /** For each code unit: 0 where it stays. */
  readonly marks: Uint8Array;
  /** Whether letters were taken away, or brackets between two letters: then it may also be meant as it stands. */
  readonly hidesWords: boolean;
}

/** Where in a run somebody looks at a prompt that changes: which turn of `[a|b]` it is, and what share of the steps is done. */
export interface Moment {
  readonly turn: number;
  readonly done: number;
}

export const hasGrammar = (text: string): boolean => CHARACTERS.test(text);

/**
 * Reads a text as the grammar of prompts does, at all moments that differ: brackets and weights go, of `[a:b:0.5]` and `[a|b]` one
 * side is left, tags go, BREAK parts words. Time is linear whatever the brackets do.
 * @param most how many moments at most
 */
export function* readingsOf(text: string, most: number): Generator<Reading> {
  const groups = findGroups(text);
  const base = plainMarks(text);
  for (const moment of momentsOf(groups, most)) {
    const marks = base.marks.slice();
    let hidesWords = base.hidesWords || groups.some(({ kind }) => kind !== 'plain');
    // The outer ones first: what stands in a part that is gone needs no second look, so that nesting costs nothing.
    for (let i = groups.length - 1; i >= 0; i--) takeAway(groups[i]!, moment, marks);
    hidesWords ||= joinsLetters(text, marks);
    yield { marks, hidesWords };
  }
}

function momentsOf(groups: readonly Group[], most: number): Moment[] {
  const turns = groups.reduce(
    (all, { kind, parts }) => (kind === 'turns' ? commonMultiple(all, parts.length, most) : all),
    1,
  );
  const changes = [...new Set(groups.filter(({ kind }) => kind === 'change').map(({ when }) => when))].sort(
    (a, b) => a - b,
  );
  const shares = [0, ...changes].slice(0, most);
  const moments: Moment[] = [];
  for (const done of shares) {
    for (let turn = 0; turn < turns && moments.length < most; turn++) moments.push({ turn, done });
  }
  return moments;
}

function commonMultiple(a: number, b: number, most: number): number {
  for (let multiple = a; multiple < most; multiple += a) if (multiple % b === 0) return multiple;
  return most;
}

function takeAway(group: Group, { turn, done }: Moment, marks: Uint8Array): void {
  if (group.kind === 'plain' || marks[group.open] === UNSEEN) return;
  const { parts } = group;
  const chosen = group.kind === 'turns' ? turn % parts.length : done >= group.when ? 1 : 0;
  const [from, to] = parts[chosen]!;
  marks.fill(UNSEEN, group.open, from);
  marks.fill(UNSEEN, to, group.close + 1);
}

/** What goes whatever the moment: round brackets, weights, tags, backslashes, BREAK. */
function plainMarks(text: string): Reading {
  const marks = new Uint8Array(text.length);
  let hidesWords = false;
  let noMoreTags = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\' && '()[]\\'.includes(text[at + 1] ?? ' ')) marks[at++] = GLUE;
    else if ('()[]'.includes(character)) marks[at] = GLUE;
    else if (character === ':') at = takeWeight(text, at, marks);
    else if (character === '<' && !noMoreTags && isTag(text, at)) {
      const end = text.indexOf('>', at);
      noMoreTags = end < 0;
      if (noMoreTags) continue;
      marks.fill(GLUE, at, end + 1);
      hidesWords = true;
      at = end;
    } else if (character === 'B' && isBreak(text, at)) {
      marks.fill(APART, at, at + 5);
      at += 4;
    }
  }
  return { marks, hidesWords };
}

/** `:1.2)`: @returns where to go on from */
function takeWeight(text: string, colon: number, marks: Uint8Array): number {
  let at = colon + 1;
  let digits = 0;
  for (; at < text.length && ' +-.0123456789'.includes(text[at]!); at++) if (text[at]! >= '0') digits++;
  if (digits === 0 || text[at] !== ')') return colon;
  marks.fill(GLUE, colon, at + 1);
  return at;
}

const isTag = (text: string, at: number): boolean => TAGS.some((name) => text.startsWith(`${name}:`, at + 1));

const isBreak = (text: string, at: number): boolean =>
  text.startsWith('BREAK', at) && !isWordAt(text, at - 1) && !isWordAt(text, at + 5);

const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? ' ');

const isGone = (mark: number): boolean => mark === GLUE || mark === UNSEEN;

/** Whether something that was taken away stood right between two letters. */
function joinsLetters(text: string, marks: Uint8Array): boolean {
  for (let at = 1; at < text.length; at++) {
    if (!isGone(marks[at]!) || marks[at - 1] !== 0 || !isWordAt(text, at - 1)) continue;
    while (at < text.length && isGone(marks[at]!)) at++;
    if (isWordAt(text, at)) return true;
  }
  return false;
}
