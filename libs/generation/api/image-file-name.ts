import type { ClipFormat } from '@visionary/contract';
import type { Take } from '../domain/take.js';

const MAX_CHARACTERS = 60;
/** Characters that are invalid in file names on some system, or that would hide the extension. */
const INVALID = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\\/:*?"<>|%]+/gu;

/** The start of a prompt as part of a file name. */
export const fileNameFromPrompt = (text: string): string => {
  const name = text.replace(INVALID, ' ').replace(/\s+/gu, ' ').trim();
  return [...name].slice(0, MAX_CHARACTERS).join('').trim();
};

/** For example `12 a red fox in the snow 4242.png`; of a steered take, the prompt it ended with. */
export const imageFileName = (
  { number, prompt, steers = [] }: Pick<Take, 'number' | 'prompt'> & Partial<Pick<Take, 'steers'>>,
  seed: number,
  extension: 'png' | ClipFormat = 'png',
): string =>
  `${number} ${fileNameFromPrompt(steers.at(-1)?.prompt ?? prompt)} ${seed}.${extension}`.replace(/\s+/gu, ' ');
