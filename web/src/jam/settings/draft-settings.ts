import type { ModelView, Settings } from '@visionary/contract';

type Draft = NonNullable<ModelView['draft']>;

/** Whether a take with these settings would be a draft. */
export const isDraft = (settings: Settings, draft: Draft): boolean =>
  Object.entries(draft).every(([name, value]) => settings[name as keyof Draft] === value);

/** What has to change for a draft, or, if it is one already, for an image as the model recommends it. */
export const draftChange = (settings: Settings, draft: Draft, recommended: Settings): Partial<Settings> => {
  if (!isDraft(settings, draft)) return { ...draft };
  const { steps, scheduler, guidance } = recommended;
  return { steps, scheduler, guidance };
};
