import type { Take } from '../domain/take.js';

const WORDS_AT_MOST = 60;
/** What a file's name cannot hold on one system or another, and what would hide its end. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\\/:*?"<>|%]+/gu;

/** The beginning of a text as it may stand in the name of a file, in its own language. */
export const fileNameFromPrompt = (text: string): string => {
  const words = text.replace(UNFIT, ' ').replace(/\s+/gu, ' ').trim();
  return [...words].slice(0, WORDS_AT_MOST).join('').trim();
};

/** A name that tells what it is, in the prompt's own language: `12 a red fox in the snow 4242.png`. */
export const imageFileName = (take: Pick<Take, 'number' | 'prompt'>, seed: number): string =>
  `${take.number} ${fileNameFromPrompt(take.prompt)} ${seed}.png`.replace(/\s+/gu, ' ');
