import { hasHan } from '../vocabulary/word-forms.js';
import { removalRange } from './remove-word.js';

/** A replacement in the prompt. */
export interface WordEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What a word may follow without a comma. 的 waits for the word that it describes. */
const ENDS = /[\s,，、;；.。([{|的]$/u;
/** After these, another part of the prompt begins. */
const STARTS_PART = /[,，、;；.。([{|]\s*$/u;
const STARTS = /^[\s,，、;；.。)\]}|:]/u;
const VOWEL = /^[aeio]|^u(?!ni|fo)/iu;

/** The end of the part of the prompt, between its commas, that goes on at `at`. Commas inside brackets separate nothing. */
function endOfPart(text: string, at: number): number {
  let depth = 0;
  for (let end = 0; end < text.length; end++) {
    const char = text.charAt(end);
    if ('([{<'.includes(char)) depth += 1;
    else if (')]}>'.includes(char)) depth -= 1;
    else if (end >= at && depth <= 0 && /[,，、;；\n]/u.test(char)) return end;
  }
  return text.trimEnd().length;
}

/**
 * Where a word goes when it is added at `at`: after a comma that separates it from the word before, and never into the
 * middle of a word or of a sentence.
 */
export function insertedWord(text: string, at: number, word: string): WordEdit {
  const before = text.slice(0, at);
  const inside = /[\p{L}\p{N}]+$/u.test(before) ? (/^[\p{L}\p{N}]+/u.exec(text.slice(at))?.[0].length ?? 0) : 0;
  // Chinese has no spaces, so the end of its word is unknown.
  const afterWord = hasHan(before.slice(-1)) ? at : at + inside;
  const [written, rest] = [text.slice(0, afterWord), text.slice(afterWord)];
  const isAtStart = written.trim() === '' || STARTS_PART.test(written);
  const hasGap = /\s$/u.test(written) && /^\s/u.test(rest);
  const goesOn = !isAtStart && !hasGap && /^\s*[\p{L}\p{N}([{]/u.test(rest);
  const isInTag = written.lastIndexOf('<') > written.lastIndexOf('>');
  const from = goesOn || isInTag ? endOfPart(text, afterWord) : afterWord;
  const comma = hasHan(word) ? '，' : ', ';
  const left = text.slice(0, from);
  const right = text.slice(from);
  const prefix = left.trim() === '' || ENDS.test(left) ? (/[,;.]$/u.test(left) && !hasHan(word) ? ' ' : '') : comma;
  const suffix = right.trim() === '' || STARTS.test(right) ? '' : comma;
  return { from, to: from, insert: prefix + word + suffix };
}

/** Replaces a word, and an English article before it where the new word needs the other one. */
export function replacedWord(text: string, word: { readonly from: number; readonly to: number }, by: string): WordEdit {
  const article = /(^|[^\p{L}])(an?)(\s+)$/iu.exec(text.slice(0, word.from));
  if (!article || hasHan(by)) return { ...word, insert: by };
  const [, , old = '', space = ''] = article;
  const needed = VOWEL.test(by) ? 'an' : 'a';
  if (old.toLowerCase() === needed) return { ...word, insert: by };
  const spelled = old.startsWith('A') ? `A${needed.slice(1)}` : needed;
  return { from: word.from - space.length - old.length, to: word.to, insert: spelled + space + by };
}

/** Removes a word with what separates it, also with the comma that `insertedWord` put before it in the middle of a sentence. */
export function removedWord(text: string, word: { readonly from: number; readonly to: number }): WordEdit {
  const { from, to } = removalRange(text, word);
  const comma = /[,，、]\s*$/u.exec(text.slice(0, from));
  const isBeforeWord = /^\s*[\p{L}\p{N}]/u.test(text.slice(to));
  const wasAfterComma = /[,，、]\s*$/u.test(text.slice(0, word.from));
  const hadCommaAfter = /^\s*[,，、]/u.test(text.slice(word.to));
  if (!comma || !isBeforeWord || !wasAfterComma || hadCommaAfter) return { from, to, insert: '' };
  const gap = hasHan(text.charAt(comma.index - 1)) ? '' : ' ';
  return { from: comma.index, to: to + (/^\s*/u.exec(text.slice(to))?.[0].length ?? 0), insert: gap };
}
