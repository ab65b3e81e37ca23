import { z } from 'zod';
import { LoraView, ModelView } from './generation.js';
import { LIMITS } from './limits.js';
import { Id, text } from './primitives.js';

/**
 * `ids`: only these, parted by commas, LoRAs among them compared with the models among them; without it what the folder has and
 * what the hub has that is new.
 */
export const ModelsQuery = z.strictObject({
  ids: text(LIMITS.modelIdsQueryLength, 1).optional(),
  /** Only what lies in this instance's own folder, nothing of the hub. */
  from: z.literal('folder').optional(),
});

/** `model`: for which LoRAs are asked. */
export const ModelPickerQuery = z.strictObject({
  kind: z.enum(['model', 'lora']),
  search: text(LIMITS.searchLength).default(''),
  model: text(100, 1).optional(),
  cursor: text(200).optional(),
});
/** One version to choose; `hub` where it was published there. */
export const ModelPickerItem = z
  .strictObject({
    model: ModelView.optional(),
    lora: LoraView.optional(),
    hub: z.strictObject({ modelId: Id, versionId: Id, label: z.string(), sample: z.string().optional() }).optional(),
    /** Whether it can be used now; a reason of its own where not. */
    isCompatible: z.boolean(),
    incompatibility: z.enum(['wrongBase', 'shapeMismatch', 'quarantined', 'notChecked']).optional(),
  })
  .meta({ id: 'ModelChoice' });
export type ModelPickerItem = z.infer<typeof ModelPickerItem>;
export const ModelPickerPage = z
  .strictObject({ choices: z.array(ModelPickerItem), total: z.number().int(), nextCursor: z.string().nullable() })
  .meta({ id: 'ModelChoices' });
export type ModelPickerPage = z.infer<typeof ModelPickerPage>;
