import type { Entry, VocabularyIndex } from './vocabulary-index.js';
import { editDistance, foldWord, hasHan, singulars } from './word-forms.js';

const MOST = 3;
/** Shorter words resemble too many others. */
const MIN_SPELLED = 4;
const MIN_SHARED = 4;
/** Endings of Chinese nouns that say nothing about what they are: 竹子 is no 狮子. */
const SUFFIXES = '子儿头';

/**
 * The entries nearest to a word that the model does not know: by the vocabulary's own list, by spelling, or by a part they
 * share. Empty if none is near.
 */
export function nearestEntries(text: string, index: VocabularyIndex): Entry[] {
  const word = foldWord(text);
  const listed = singulars(word).flatMap((form) => index.near.get(form) ?? []);
  const numbers = listed.length > 0 ? listed : hasHan(word) ? nearHan(word, index) : nearSpelling(word, index);
  const entries = [...new Set(numbers)].flatMap((number) => index.entries[number] ?? []);
  return [...entries.filter(isDrawnWell), ...entries.filter((entry) => !isDrawnWell(entry))].slice(0, MOST);
}

const isDrawnWell = ({ rough }: Entry): boolean => rough !== true;

/** What the model draws better than an entry that it draws only roughly: others of its kind, the nearest in the list first. */
export function betterEntries(number: number, index: VocabularyIndex): Entry[] {
  const kind = index.groups.find(({ entries }) => entries.some((entry) => entry.number === number));
  const better = kind?.entries.filter(isDrawnWell) ?? [];
  return better.sort((a, b) => Math.abs(a.number - number) - Math.abs(b.number - number)).slice(0, MOST);
}

/** Few letters apart, or one word at the start of the other. */
function nearSpelling(word: string, { byWord }: VocabularyIndex): number[] {
  if (word.length < MIN_SPELLED) return [];
  const most = word.length < 6 ? 1 : 2;
  const found: { readonly number: number; readonly distance: number }[] = [];
  for (const [other, number] of byWord) {
    if (hasHan(other)) continue;
    const isPart =
      other.length >= MIN_SHARED && (word.startsWith(other) || other.startsWith(word) || word.endsWith(other));
    const distance = isPart ? 1.5 : editDistance(word, other, most);
    if (distance <= most || isPart) found.push({ number, distance: distance + (other[0] === word[0] ? 0 : 0.4) });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ number }) => number);
}

/** Chinese words end with what they are: 渔船 is a 船. The longest common end wins. */
function nearHan(word: string, { byWord, near }: VocabularyIndex): number[] {
  for (let length = word.length - 1; length > 1; length--) {
    const end = word.slice(-length);
    const number = byWord.get(end);
    const numbers = number === undefined ? near.get(end) : [number];
    if (numbers) return [...numbers];
  }
  const last = word.at(-1)!;
  // Verbs end with anything: 聊天 is no 白天.
  if (SUFFIXES.includes(last) || !byWord.has(last)) return [];
  const alike = [...byWord].filter(([other]) => other.length > 1 && other.endsWith(last));
  return alike.map(([, number]) => number);
}
