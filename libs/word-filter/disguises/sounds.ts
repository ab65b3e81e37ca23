import { CHARACTERS_BY_SOUND } from '../lists/sounds.js';

const charactersBySound = new Map<string, string>();
const soundOf = new Map<string, string>();
const readingOf = new Map<string, string>();
for (const entry of CHARACTERS_BY_SOUND.trim().split(/\s+/u)) {
  const [, read = '', characters = ''] = /^([a-z]+[1-5])(.+)$/u.exec(entry) ?? [];
  // Normalization reads ü and v as u.
  const sound = read.replace('v', 'u');
  charactersBySound.set(read, characters);
  for (const character of characters) {
    soundOf.set(character, sound);
    readingOf.set(character, read);
  }
}

/** Syllables without their tones. */
const syllables = new Set([...soundOf.values()].map((sound) => sound.slice(0, -1)));

/** @returns the pinyin of a character with the number of its tone: xing4 */
export const soundOfCharacter = (character: string): string | undefined => soundOf.get(character);

/** Combining marks by the number of the tone. */
const TONE_MARKS = ['', '\u0304', '\u0301', '\u030c', '\u0300', ''];

/** @param sound with its tone: xing4 @returns the combining mark, empty for none */
export const toneMarkOf = (sound: string): string => (sound.length > 1 ? (TONE_MARKS[Number(sound.at(-1))] ?? '') : '');

/** @returns the tone marks of a text in their order */
export const toneMarksIn = (text: string): string => text.normalize('NFD').replace(/[^\u0300\u0301\u0304\u030c]/gu, '');

/** @returns the other characters of the same sound and tone */
export function homophonesOf(character: string): string[] {
  const characters = charactersBySound.get(readingOf.get(character) ?? '') ?? '';
  return [...characters].filter((other) => other !== character);
}

export const isSyllable = (word: string): boolean => syllables.has(word);
