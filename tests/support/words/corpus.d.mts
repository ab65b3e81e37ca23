import type { StarterTerm } from '@visionary/wordfilter';
import type { Choices } from './random-choices.mjs';

export type Language = 'en' | 'zh';

export function spoken(term: string, language: Language, how: string, choices: Choices): string;
export function waysOf(language: Language): string[];
export function cleanTexts(language: Language, seed: number): string[];
export function dirtyTexts(
  terms: readonly StarterTerm[],
  language: Language,
  seed: number,
): { text: string; term: string; category: string; how: string }[];
