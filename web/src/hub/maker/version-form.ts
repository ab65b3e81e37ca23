import { LIMITS, SCHEDULERS, SuitingSettings, type HubVersionView, type SchedulerName } from '@visionary/contract';

/** Numbers as they are typed: empty is unsaid. */
const NUMBERS = ['steps', 'guidance', 'width', 'height', 'weight'] as const;
export type NumberName = (typeof NUMBERS)[number];

export interface VersionForm {
  readonly notes: string;
  readonly baseName: string;
  /** One a line. */
  readonly triggers: string;
  readonly scheduler: SchedulerName | '';
  readonly numbers: Readonly<Record<NumberName, string>>;
}
/** LoRAs have a weight; sizes are of whole models. */
export const numbersFor = (kind: 'model' | 'lora' | 'weights'): readonly NumberName[] =>
  kind === 'lora' ? ['steps', 'guidance', 'weight'] : ['steps', 'guidance', 'width', 'height'];

export const RANGES: Record<NumberName, { readonly min: number; readonly max: number }> = {
  ...{ steps: LIMITS.steps, guidance: LIMITS.guidance, weight: LIMITS.loraWeight },
  ...{ width: LIMITS.sidePixels, height: LIMITS.sidePixels },
};

export const formOf = ({ notes, baseName, triggerWords, recommended }: HubVersionView): VersionForm => ({
  ...{ notes, baseName, triggers: triggerWords.join('\n'), scheduler: recommended.scheduler ?? '' },
  numbers: Object.fromEntries(NUMBERS.map((name) => [name, recommended[name]?.toString() ?? ''])) as Record<
    NumberName,
    string
  >,
});

export const wordsIn = (triggers: string): string[] => [
  ...new Set(
    triggers
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

export interface Wrong {
  readonly triggers?: 'many' | 'long';
  readonly numbers: readonly NumberName[];
}

/** What cannot go out as it stands. */
export function wrongIn({ triggers, numbers }: VersionForm): Wrong {
  const words = wordsIn(triggers);
  const long = words.some((word) => word.length > LIMITS.triggerWordLength);
  return {
    ...(words.length > LIMITS.triggerWords ? { triggers: 'many' } : long ? { triggers: 'long' } : {}),
    numbers: NUMBERS.filter((name) => {
      const typed = numbers[name].trim();
      return typed !== '' && !SuitingSettings.shape[name].safeParse(Number(typed)).success;
    }),
  };
}

export function recommendedIn({ scheduler, numbers }: VersionForm): SuitingSettings {
  const typed = NUMBERS.filter((name) => numbers[name].trim() !== '');
  const known = SCHEDULERS.find((name) => name === scheduler);
  return {
    ...(known ? { scheduler: known } : {}),
    ...Object.fromEntries(typed.map((name) => [name, Number(numbers[name].trim())])),
  };
}
