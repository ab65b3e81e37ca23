import { VocabularyKind } from '@visionary/contract';
import { promptTokens } from '../syntax/prompt-tokens.js';
import { segmentHan } from './segment-han.js';
import type { VocabularyIndex } from './vocabulary-index.js';
import { foldWord, hasHan, singulars } from './word-forms.js';

export interface WordSpan {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}
export type UsedEntry = WordSpan & { readonly entry: number };

/** A word that is underlined in the prompt. */
export type DottedWord = WordSpan & {
  /** What the model draws only roughly; absent for a word that it does not know. */
  readonly entry?: number;
};

export interface Crowd {
  readonly kind: VocabularyKind;
  readonly used: readonly UsedEntry[];
  /** How many of them it draws reliably. */
  readonly most: number;
}

/** What a model knows of a prompt. */
export interface PromptReading {
  readonly used: readonly UsedEntry[];
  /** Those of `used` that the model draws only roughly. */
  readonly rough: readonly UsedEntry[];
  /** Different entries of the first kind of which the prompt names more than the model draws reliably in one image. */
  readonly crowd: Crowd | null;
  readonly unknown: readonly WordSpan[];
}

/** Letters and digits. An apostrophe joins them. */
const RUN = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
/** What may stand between the words of a phrase. */
const JOINT = /^(?:[^\S\n]+|-)$/u;
const IGNORED = /^(?:[\p{N}]+\p{L}{0,3}|\p{L})$/u;

/** Finds the entries that a prompt names and the words that the model does not know. Syntax and tags are no words. */
export function readPrompt(prompt: string, index: VocabularyIndex): PromptReading {
  const runs = [...withoutSyntax(prompt).matchAll(RUN)].map(({ 0: text, index: from }) => ({
    from,
    to: from + text.length,
    text,
  }));
  const [used, unknown]: [UsedEntry[], WordSpan[]] = [[], []];
  for (let at = 0; at < runs.length;) {
    const run = runs[at]!;
    if (hasHan(run.text)) {
      readHan(run, index, used, unknown);
      at += 1;
      continue;
    }
    const phrase = longestPhrase(prompt, runs, at, index);
    if (phrase?.entry !== undefined) used.push({ ...phrase.span, entry: phrase.entry });
    else if (phrase || !isKnown(run.text, index)) unknown.push(phrase?.span ?? run);
    at += phrase?.length ?? 1;
  }
  const rough = used.filter(({ entry }) => index.entries[entry]?.rough);
  return { used, rough, crowd: findCrowd(used, index), unknown };
}

function findCrowd(used: readonly UsedEntry[], { entries, atOnce }: VocabularyIndex): Crowd | null {
  const different = [...new Map(used.map((one) => [one.entry, one])).values()];
  for (const kind of VocabularyKind.options) {
    const most = atOnce[kind] ?? Infinity;
    const ofKind = different.filter(({ entry }) => entries[entry]?.kind === kind);
    if (ofKind.length > most) return { kind, used: ofKind, most };
  }
  return null;
}

/** Tags are blanked as a whole, of other syntax only the brackets and numbers. */
function withoutSyntax(prompt: string): string {
  const characters = prompt.split('');
  for (const { from, to } of promptTokens(prompt)) characters.fill(' ', from, to);
  return characters.join('');
}

function isKnown(text: string, { known, byWord }: VocabularyIndex): boolean {
  const word = foldWord(text);
  return IGNORED.test(word) || singulars(word).some((form) => known.has(form) || byWord.has(form));
}

interface Phrase {
  /** In runs. */
  readonly length: number;
  readonly span: WordSpan;
  /** Absent for a phrase that is not known, but has nearest entries. */
  readonly entry: number | undefined;
}

function longestPhrase(prompt: string, runs: readonly WordSpan[], at: number, index: VocabularyIndex): Phrase | null {
  const first = runs[at]!;
  let found: Phrase | null = null;
  for (let length = 1; length <= index.phraseLength && at + length <= runs.length; length++) {
    const last = runs[at + length - 1]!;
    if (length > 1 && !JOINT.test(prompt.slice(runs[at + length - 2]!.to, last.from))) break;
    const span = { from: first.from, to: last.to, text: prompt.slice(first.from, last.to) };
    const forms = singulars(foldWord(span.text));
    const entry = forms.map((form) => index.byWord.get(form)).find((number) => number !== undefined);
    const isKnownElsewise = forms.some((form) => index.known.has(form));
    if (entry !== undefined || (!isKnownElsewise && forms.some((form) => index.near.has(form)))) {
      found = { length, span, entry };
    }
  }
  return found;
}

function readHan(run: WordSpan, index: VocabularyIndex, used: UsedEntry[], unknown: WordSpan[]): void {
  const kindOf = (text: string) => {
    const word = foldWord(text);
    if (hasHan(word) ? index.byWord.has(word) || index.known.has(word) : isKnown(text, index)) return 'known';
    return index.near.has(word) ? 'near' : undefined;
  };
  const strangers: WordSpan[] = [];
  for (const { from, to, kind } of segmentHan(run.text, { kindOf, maxLength: Math.max(4, index.hanLength) })) {
    const span = { from: run.from + from, to: run.from + to, text: run.text.slice(from, to) };
    const entry = index.byWord.get(foldWord(span.text));
    if (entry !== undefined) used.push({ ...span, entry });
    else if (kind !== 'known') strangers.push(span);
  }
  unknown.push(...joinCharacters(strangers).filter(({ text }) => text.length > 1 || index.near.has(text)));
}

/** Names that no dictionary has come as single characters: 霸|总 is one word. A lone character is grammar more often than not. */
function joinCharacters(spans: readonly WordSpan[]): WordSpan[] {
  const joined: (WordSpan & { readonly isLoose: boolean })[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isLoose = span.text.length === 1;
    if (last?.isLoose && isLoose && last.to === span.from) {
      joined[joined.length - 1] = { from: last.from, to: span.to, text: last.text + span.text, isLoose };
    } else joined.push({ ...span, isLoose });
  }
  return joined.map(({ from, to, text }) => ({ from, to, text }));
}
