import type { Language, Settings } from '@visionary/contract';

/** What the house room needs to know of a model. */
export interface HouseModel {
  readonly id: string;
  readonly recommended: Pick<Settings, 'scheduler' | 'steps' | 'guidance' | 'width' | 'height'>;
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  readonly examples: Readonly<Record<Language, readonly string[]>>;
}

/** A new prompt a minute while somebody looks. */
export const HOUSE_INTERVAL_MS = 60_000;
/** Takes that the room keeps. */
export const HOUSE_TAKES = 24;
/** More steps than recommended, so that an image can be watched as it appears. */
const STEPS_FACTOR = 3;
const MAX_STEPS = 60;

/** The example after the last prompt, in turn. @returns undefined for a model without examples */
export function nextHousePrompt(
  model: HouseModel,
  language: Language,
  lastPrompt: string | undefined,
): string | undefined {
  const others = model.examples[language === 'zh' ? 'en' : 'zh'];
  const examples = model.examples[language].length > 0 ? model.examples[language] : others;
  const last = examples.indexOf(lastPrompt ?? '');
  // The examples are translations of each other, so the other language has the same place.
  const index = last < 0 ? others.indexOf(lastPrompt ?? '') : last;
  return examples[(index + 1) % Math.max(1, examples.length)];
}

export function houseSettings({ id, recommended, sizes }: HouseModel): Settings {
  const steps = Math.min(MAX_STEPS, recommended.steps * STEPS_FACTOR);
  return { ...recommended, ...sizes[0], model: id, steps, seed: -1, batch: 1, init: undefined };
}
