import { STAND_INS } from '../lists/look-alikes.js';
import type { Disguise } from './disguise.js';
import { homophonesOf, soundOfCharacter, toneMarkOf } from './sounds.js';

const HARD_C = /\bc(?=[aoulr][a-z]{2})/u;
const LATIN = /^[a-z0-9]$/u;
/** Shorter words of pinyin mean too much, but less so together with another word. */
const MIN_PINYIN_LENGTH = 5;
const MIN_PINYIN_LENGTH_OF_PART = 4;

/**
 * Pinyin in one word, in syllables, with the tones, and for single characters: xingjiao, xing jiao, xìng jiāo, xing4jiao1, 性jiao.
 * @param isHarmless whether a text is another word
 */
export function pinyinOf(
  characters: readonly string[],
  { isPart, isHarmless }: { readonly isPart: boolean; readonly isHarmless: (text: string) => boolean },
): Disguise[] {
  const sounds = characters.map((character) => (LATIN.test(character) ? character : soundOfCharacter(character)));
  if (!sounds.every((sound) => sound !== undefined)) return [];
  const plain = sounds.map((sound) => (sound.length > 1 ? sound.slice(0, -1) : sound));
  const mixed = characters.map((_, index) => characters.with(index, plain[index]!).join(''));
  const numbered = sounds.join('');
  const disguises: Disguise[] = [numbered, inSyllables(sounds), ...mixed].map((text) => ({ text }));
  const text = plain.join('');
  const minLength = isPart ? MIN_PINYIN_LENGTH_OF_PART : MIN_PINYIN_LENGTH;
  if (text.length < minLength || isHarmless(numbered)) return disguises;
  const requiredTones = isHarmless(text) ? sounds.map((sound) => toneMarkOf(sound)).join('') : undefined;
  const word = { text, ...(requiredTones !== undefined && { requiredTones }) };
  return [...disguises, word, { ...word, text: inSyllables(plain), standsAlone: characters.length === 2 && !isPart }];
}

/** Digits and letters of the term itself stay together: 12 sui. */
const inSyllables = (syllables: readonly string[]): string =>
  syllables
    .map((syllable) => (syllable.length > 1 ? ` ${syllable} ` : syllable))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();

/** A word of the alphabet with k for a hard c: kunt. */
export const hardCOf = (text: string): Disguise[] => (HARD_C.test(text) ? [{ text: text.replace(HARD_C, 'k') }] : []);

/** One character replaced by another of the same sound and tone, or by one that commonly stands for it: 姓交, 果体. */
export const homophoneWordsOf = (characters: readonly string[], isPart: boolean): Disguise[] =>
  characters.flatMap((character, index) =>
    [...homophonesOf(character), ...(STAND_INS.get(character) ?? '')].map((other) => ({
      text: characters.with(index, other).join(''),
      standsAlone: characters.length === 2 && !isPart,
    })),
  );
