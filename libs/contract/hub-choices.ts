import { z } from 'zod';
import { LoraView, ModelView } from './generation.js';
import { LIMITS } from './limits.js';
import { Id, text } from './primitives.js';

/**
 * `ids`: only these, parted by commas, LoRAs among them compared with the models among them; without it what the folder has and
 * what the hub has that is new.
 */
export const ModelsQuery = z.strictObject({
  ids: text(LIMITS.modelsAskedLength, 1).optional(),
  /** Only what lies in this instance's own folder, nothing of the hub. */
  from: z.literal('folder').optional(),
});

/** `model`: for which LoRAs are asked. */
export const ChoicesQuery = z.strictObject({
  kind: z.enum(['model', 'lora']),
  search: text(LIMITS.searchLength).default(''),
  model: text(100, 1).optional(),
  cursor: text(200).optional(),
});
/** One version to choose; `hub` where it was published there. */
export const ModelChoice = z
  .strictObject({
    model: ModelView.optional(),
    lora: LoraView.optional(),
    hub: z.strictObject({ modelId: Id, versionId: Id, label: z.string(), sample: z.string().optional() }).optional(),
    /** Whether it can be used now; a reason of its own where not. */
    fits: z.boolean(),
    misfit: z.enum(['base', 'shapes', 'quarantined', 'unknownYet']).optional(),
  })
  .meta({ id: 'ModelChoice' });
export type ModelChoice = z.infer<typeof ModelChoice>;
export const ModelChoices = z
  .strictObject({ choices: z.array(ModelChoice), total: z.number().int(), nextCursor: z.string().nullable() })
  .meta({ id: 'ModelChoices' });
export type ModelChoices = z.infer<typeof ModelChoices>;
