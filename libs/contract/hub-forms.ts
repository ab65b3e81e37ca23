import { z } from 'zod';
import { ModelFamily, SchedulerName } from './generation.js';
import { LicenceId } from './hub-kinds.js';
import { LIMITS } from './limits.js';
import { Maturity, Tag } from './posts.js';
import { onOneLine, orNothing, text, withoutTowers, words } from './primitives.js';

/** What suits it; what is left out stays as the model itself recommends. `weight` for LoRAs. */
export const SuitingSettings = z
  .strictObject({
    scheduler: SchedulerName.optional(),
    steps: z.number().int().min(LIMITS.steps.min).max(LIMITS.steps.max).optional(),
    guidance: z.number().min(LIMITS.guidance.min).max(LIMITS.guidance.max).optional(),
    width: z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8).optional(),
    height: z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8).optional(),
    weight: z.number().min(LIMITS.loraWeight.min).max(LIMITS.loraWeight.max).optional(),
  })
  .meta({ id: 'SuitingSettings' });
export type SuitingSettings = z.infer<typeof SuitingSettings>;

/** Letters and digits of any script, spaces, and a few signs inside: it becomes a part of addresses and of infotexts. */
const HubName = onOneLine(words(LIMITS.hubNameLength)).refine(
  (value) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._+'’-]*$/u.test(value) && value === value.trim(),
  'letters, digits, spaces, and - _ . + inside',
);
/** As people count versions: 1.0, v2, 2024-05. */
const VersionLabel = text(LIMITS.versionLabelLength, 1).refine(
  (value) => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(value),
  'letters, digits, and . _ - inside',
);
const TriggerWord = onOneLine(words(LIMITS.triggerWordLength)).transform((value) => value.trim());

/** What is said of all versions. */
export const ofModel = {
  name: HubName,
  /** Plain words in paragraphs; mentions and links as in chat. */
  about: withoutTowers(text(LIMITS.hubAboutLength)),
  licence: LicenceId,
  /** What a licence under `other` allows, in the maker's words; a note beside any other. */
  licenceWords: withoutTowers(text(LIMITS.licenceWordsLength)),
  tags: z
    .array(Tag)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)]),
  maturity: Maturity,
};
/** What is said of one. */
export const ofVersion = {
  label: VersionLabel,
  /** What changed since the one before. */
  notes: withoutTowers(text(LIMITS.versionNotesLength)),
  base: ModelFamily,
  /** What it was trained on, in the maker's words: "Stable Diffusion 1.5", or nothing. */
  baseName: onOneLine(orNothing(text(LIMITS.hubNameLength))),
  triggerWords: z
    .array(TriggerWord)
    .max(LIMITS.triggerWords)
    .transform((all) => [...new Set(all)]),
  recommended: SuitingSettings,
};

export const ChangeHubModel = z.strictObject(ofModel).omit({ name: true }).partial().meta({ id: 'ChangeHubModel' });
export type ChangeHubModel = z.infer<typeof ChangeHubModel>;
/** `state`: take it back, or show it again. */
export const ChangeHubVersion = z
  .strictObject(ofVersion)
  .omit({ label: true })
  .partial()
  .extend({ state: z.enum(['published', 'unpublished']).optional() })
  .meta({ id: 'ChangeHubVersion' });
export type ChangeHubVersion = z.infer<typeof ChangeHubVersion>;
