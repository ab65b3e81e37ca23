import { z } from 'zod';
import { ModelFamily } from './models.js';
import { SchedulerName } from './take-settings.js';
import { LicenseId } from './hub-licenses.js';
import { LIMITS } from './limits.js';
import { ContentRating, Tag } from './posts.js';
import {
  limitNameMarks,
  singleLineText,
  emptyOrVisibleText,
  text,
  limitCombiningMarks,
  nonBlankText,
} from './primitives.js';

/** Settings the creator suggests. Omitted ones default to the model's own. `weight` is for LoRAs. */
export const RecommendedSettings = z
  .strictObject({
    scheduler: SchedulerName.optional(),
    steps: z.number().int().min(LIMITS.steps.min).max(LIMITS.steps.max).optional(),
    guidance: z.number().min(LIMITS.guidance.min).max(LIMITS.guidance.max).optional(),
    width: z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8).optional(),
    height: z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8).optional(),
    weight: z.number().min(LIMITS.loraWeight.min).max(LIMITS.loraWeight.max).optional(),
  })
  .meta({ id: 'RecommendedSettings' });
export type RecommendedSettings = z.infer<typeof RecommendedSettings>;

/** Letters and digits of any script, spaces, and a few signs inside, because it becomes part of URLs and infotexts. */
const HubName = limitNameMarks(singleLineText(nonBlankText(LIMITS.hubNameLength))).refine(
  (value) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._+'’-]*$/u.test(value) && value === value.trim(),
  'letters, digits, spaces, and - _ . + inside',
);
/** A version label, for example 1.0, v2, 2024-05. */
const VersionLabel = text(LIMITS.versionLabelLength, 1).refine(
  (value) => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(value),
  'letters, digits, and . _ - inside',
);
const TriggerWord = singleLineText(nonBlankText(LIMITS.triggerWordLength)).transform((value) => value.trim());

/** Fields shared by all versions. */
export const modelFields = {
  name: HubName,
  /** Plain text in paragraphs, with mentions and links as in chat. */
  description: limitCombiningMarks(text(LIMITS.hubAboutLength)),
  license: LicenseId,
  /** With the license `other`, its terms. Otherwise a note. */
  licenseText: limitCombiningMarks(text(LIMITS.licenseTextLength)),
  tags: z
    .array(Tag)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)]),
  contentRating: ContentRating,
};
/** Fields of one version. */
export const versionFields = {
  label: VersionLabel,
  /** What changed since the previous version. */
  notes: limitCombiningMarks(text(LIMITS.versionNotesLength)),
  base: ModelFamily,
  /** The base model as the creator names it, for example "Stable Diffusion 1.5". May be empty. */
  baseModelName: singleLineText(emptyOrVisibleText(text(LIMITS.hubNameLength))),
  triggerWords: z
    .array(TriggerWord)
    .max(LIMITS.triggerWords)
    .transform((all) => [...new Set(all)]),
  recommended: RecommendedSettings,
};

export const UpdateHubModel = z.strictObject(modelFields).omit({ name: true }).partial().meta({ id: 'UpdateHubModel' });
export type UpdateHubModel = z.infer<typeof UpdateHubModel>;
/** `state` withdraws the version or publishes it again. */
export const UpdateHubVersion = z
  .strictObject(versionFields)
  .omit({ label: true })
  .partial()
  .extend({ state: z.enum(['published', 'unpublished']).optional() })
  .meta({ id: 'UpdateHubVersion' });
export type UpdateHubVersion = z.infer<typeof UpdateHubVersion>;
