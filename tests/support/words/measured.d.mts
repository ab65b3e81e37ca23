import type { Hit, StarterTerm } from '@visionary/wordfilter';

export interface Measured {
  readonly language: string;
  readonly clean: number;
  readonly dirty: number;
  readonly found: number;
  readonly wrong: number;
  readonly precision: string;
  readonly recall: string;
}

export function measured(filter: { find(text: string): readonly Hit[] }, terms: readonly StarterTerm[]): Measured[];
export function tablesOf(figures: readonly Measured[]): string;
