import { tokenize } from '@visionary/kernel';
import type { HubModel, Version } from '../version.js';

/** Length of the column. Longer words match by their beginning. */
const MAX_WORD_LENGTH = 40;
const MAX_WORDS = 2_000;

export const truncateTerm = (token: string): string => token.slice(0, MAX_WORD_LENGTH);

/** The words of a model with their weights; 1 weighs most. Creators are searched by their current name instead. */
export const searchTermsOf = (model: HubModel, versions: readonly Version[]): Map<string, number> => {
  const sources: readonly (readonly [number, readonly string[]])[] = [
    [1, [model.name]],
    [2, [...model.tags, ...versions.flatMap(({ triggerWords }) => triggerWords)]],
    [4, [...versions.flatMap(({ label, baseModelName }) => [label, baseModelName]), model.description]],
  ];
  const words = new Map<string, number>();
  for (const [weight, texts] of sources) {
    for (const token of texts.flatMap(tokenize)) {
      const word = truncateTerm(token);
      if (!words.has(word) && words.size < MAX_WORDS) words.set(word, weight);
    }
  }
  return words;
};
