import type { BuiltInTerm } from '@visionary/word-filter';
import type { Choices } from './random-choices.mjs';

export type Language = 'en' | 'zh';

export function writeTerm(term: string, language: Language, how: string, choices: Choices): string;
export function obfuscationsOf(language: Language): string[];
export function benignTexts(language: Language, seed: number): string[];
export function violatingTexts(
  terms: readonly BuiltInTerm[],
  language: Language,
  seed: number,
): { text: string; term: string; category: string; how: string }[];
