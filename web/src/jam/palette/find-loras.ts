import type { LoraView } from '@visionary/contract';
import { foldWord } from '../vocabulary/word-forms.js';

const MAX_FOUND = 5;

/** LoRAs that fit the model and have a word in their title or trigger words that starts with what is searched for. */
export function findLoras(query: string, loras: readonly LoraView[], model: string): readonly LoraView[] {
  const searched = foldWord(query);
  if (searched === '') return [];
  const matches = (name: string) => {
    const folded = foldWord(name);
    return folded.startsWith(searched) || folded.includes(` ${searched}`);
  };
  return loras
    .filter(({ compatibleModels }) => compatibleModels.includes(model))
    .filter(({ title, triggerWords }) => [title, ...triggerWords].some(matches))
    .slice(0, MAX_FOUND);
}
