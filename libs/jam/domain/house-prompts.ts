import type { Language, Settings, VocabularyFile } from '@visionary/contract';

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
/** How long a take lasts while no user's take waits, so that it can be watched. */
export const HOUSE_PACE_MS = 8_000;

/** Steps through lists of any length without repeating a pair soon. */
const [THING_STRIDE, PLACE_STRIDE] = [37, 7] as const;

/**
 * The prompt of a take: first the examples of the model, then things in places that its vocabulary names and that it draws well.
 * @param number of takes before it
 * @returns undefined for a model with neither in this language
 */
export function housePrompt(
  { examples }: HouseModel,
  vocabulary: Pick<VocabularyFile, 'groups'> | null,
  language: Language,
  number: number,
): string | undefined {
  const ofLanguage = examples[language];
  const scenes = vocabulary ? scenesOf(vocabulary, language) : null;
  if (!scenes || number < ofLanguage.length) return ofLanguage[number % Math.max(1, ofLanguage.length)];
  const { things, places } = scenes;
  const thing = things[(number * THING_STRIDE) % things.length] ?? '';
  const place = places[(number * PLACE_STRIDE) % places.length] ?? '';
  return language === 'zh' ? `${place}，${thing}` : `${thing}, ${place}`;
}

/** @returns null if it names no thing or no place in this language */
function scenesOf({ groups }: Pick<VocabularyFile, 'groups'>, language: Language) {
  const wordsOf = (kind: 'thing' | 'place') =>
    groups
      .filter((group) => group.kind === kind)
      .flatMap(({ entries }) => entries.flatMap((one) => (one.rough ? [] : (one[language][0] ?? []))));
  const [things, places] = [wordsOf('thing'), wordsOf('place')];
  return things.length > 0 && places.length > 0 ? { things, places } : null;
}

export function houseSettings({ id, recommended, sizes }: HouseModel): Settings {
  return { ...recommended, ...sizes[0], model: id, seed: -1, batch: 1, init: undefined };
}
