import type { TermMatch, BuiltInTerm } from '@visionary/word-filter';

export interface Measured {
  readonly language: string;
  readonly clean: number;
  readonly dirty: number;
  readonly found: number;
  readonly wrong: number;
  readonly precision: string;
  readonly recall: string;
}

export function measured(
  filter: { find(text: string): readonly TermMatch[] },
  terms: readonly BuiltInTerm[],
): Measured[];
export function tablesOf(filter: { find(text: string): readonly TermMatch[] }, terms: readonly BuiltInTerm[]): string;
