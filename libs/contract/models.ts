import { z } from 'zod';
import { UserView } from './accounts.js';
import { VocabularySummary } from './vocabulary.js';
import { SchedulerName, Settings } from './take-settings.js';

export const MODEL_FAMILIES = ['sd1', 'sd2', 'sdxl', 'other'] as const;
export const ModelFamily = z.enum(MODEL_FAMILIES);
export type ModelFamily = z.infer<typeof ModelFamily>;

const BothLanguages = z.strictObject({ en: z.string(), zh: z.string() });

/** What the files of a model, a LoRA, or an addition say of it. The id is the name of its file or folder. */
export const CARD_FIELDS = {
  id: z.string(),
  title: z.string(),
  by: z.string(),
  description: BothLanguages,
  license: z.string(),
  /** The user credited with it, where `by` is what the files say. */
  creator: UserView.optional(),
};

/** How steps are taken. */
const StepSettings = z.strictObject({
  scheduler: SchedulerName.optional(),
  steps: z.number().int().optional(),
  guidance: z.number().optional(),
});

export const ModelView = z
  .strictObject({
    ...CARD_FIELDS,
    /** Sizes it was trained for, its native size first. */
    sizes: z.array(z.strictObject({ width: z.number().int(), height: z.number().int() })),
    sizeMultiple: z.number().int(),
    schedulers: z.array(SchedulerName),
    recommended: Settings,
    /** For drafts: few steps that still look like something. Absent if the model isn't made for it. */
    draft: StepSettings.optional(),
    /** Example prompts. */
    examples: z.strictObject({ en: z.array(z.string()), zh: z.array(z.string()) }),
    family: ModelFamily,
    /** True if the folder has a VAE encoder. */
    supportsImg2img: z.boolean(),
    /** The highest clip skip. Absent if it reads one fixed layer. */
    maxClipSkip: z.number().int().optional(),
    /** It crashed or hung a renderer twice. It stays quarantined until its files change or an admin releases it. */
    quarantined: z.boolean(),
    /** It cannot draw what is forbidden, so its takes are shown in the open from their first step. Absent otherwise. */
    isTrusted: z.literal(true).optional(),
    /** Words it was trained to react to. */
    triggerWords: z.array(z.string()).optional(),
    /** Absent if it came without a vocabulary. */
    vocabulary: VocabularySummary.optional(),
    /** Addresses of images that it came with. */
    pictures: z.strictObject({ title: z.string().optional(), sheet: z.string().optional() }).optional(),
    /** Its networks, if its card lists them. */
    parts: z.array(z.strictObject({ name: z.string(), parameters: z.number().int() })).optional(),
    /** Whose work it was made from. */
    credits: z
      .array(
        z.strictObject({
          what: BothLanguages,
          by: z.string(),
          license: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Model' });
export type ModelView = z.infer<typeof ModelView>;

/** A LoRA of this instance. */
export const LoraView = z
  .strictObject({
    ...CARD_FIELDS,
    triggerWords: z.array(z.string()),
    weight: z.number(),
    /** Settings that it was trained for, such as few steps without guidance. Absent if it works with any. */
    recommended: StepSettings.optional(),
    /** Models whose tensor shapes match. */
    compatibleModels: z.array(z.string()),
    /** The family it was made for. Absent if neither its tensors nor its metadata tell. */
    family: ModelFamily.optional(),
    /** The address of an image that it came with. */
    picture: z.string().optional(),
  })
  .meta({ id: 'Lora' });
export type LoraView = z.infer<typeof LoraView>;

export const ModelList = z
  .strictObject({ models: z.array(ModelView), loras: z.array(LoraView) })
  .meta({ id: 'ModelList' });

/** What loading a model costs now. `loadMs` is measured, absent if the model was never loaded here. */
export const LoadEstimate = z
  .strictObject({
    inMemory: z.boolean(),
    loadMs: z.number().optional(),
    /** Ids of models that would be unloaded. */
    evicts: z.array(z.string()),
  })
  .meta({ id: 'LoadEstimate' });
export type LoadEstimate = z.infer<typeof LoadEstimate>;
