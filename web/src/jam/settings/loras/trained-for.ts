import type { LoraView, Settings } from '@visionary/contract';

type Recommended = NonNullable<LoraView['recommended']>;

const NAMES = ['steps', 'guidance', 'scheduler'] as const;

/** The settings that a LoRA was trained for, without those that are set already. */
export const otherSettings = (recommended: Recommended | undefined, now: Settings): Recommended =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = recommended?.[name];
      return value === undefined || value === now[name] ? [] : [[name, value]];
    }),
  );
