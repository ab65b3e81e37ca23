import { tokenize } from '@visionary/kernel';
import type { HubModel, Version } from '../version.js';

/** Longer ones are told apart by their beginnings. */
const WORD_LENGTH = 40;
/** Of a very long description the first ones. */
const WORDS_AT_MOST = 2_000;

export const truncateTerm = (token: string): string => token.slice(0, WORD_LENGTH);

/** What a model is found by, and how much each word counts: 1 most. Its creator is found by the name they show now. */
export const searchTermsOf = (model: HubModel, versions: readonly Version[]): Map<string, number> => {
  const said: readonly (readonly [number, readonly string[]])[] = [
    [1, [model.name]],
    [2, [...model.tags, ...versions.flatMap(({ triggerWords }) => triggerWords)]],
    [4, [...versions.flatMap(({ label, baseModelName }) => [label, baseModelName]), model.description]],
  ];
  const words = new Map<string, number>();
  for (const [weight, texts] of said) {
    for (const token of texts.flatMap(tokenize)) {
      const word = truncateTerm(token);
      if (!words.has(word) && words.size < WORDS_AT_MOST) words.set(word, weight);
    }
  }
  return words;
};
