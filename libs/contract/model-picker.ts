import { z } from 'zod';
import { ADDITION_MISMATCHES, AdditionView } from './additions.js';
import { LoraView, ModelFamily, ModelView } from './models.js';
import { UsableKind } from './hub-licenses.js';
import { LIMITS } from './limits.js';
import { Id, text } from './primitives.js';

/**
 * `ids`: only these, comma-separated, with the compatibility of LoRAs among them to models among them. Without it: all
 * local models and new ones of the hub.
 */
export const ModelsQuery = z.strictObject({
  ids: text(LIMITS.modelIdsQueryLength, 1).optional(),
  /** Only local models, none of the hub. */
  from: z.literal('folder').optional(),
});

/** The id of a local LoRA. */
export const LoraMetadataQuery = z.strictObject({ lora: text(100, 1) });

/** `model`: check the compatibility of LoRAs and other additions with this model. */
export const ModelPickerQuery = z.strictObject({
  kind: UsableKind,
  search: text(LIMITS.searchLength).default(''),
  model: text(100, 1).optional(),
  /** Only models of this family. */
  family: ModelFamily.optional(),
  cursor: text(200).optional(),
});
/**
 * `additions`: kinds and ids, such as `vae:bright/embedding:ink`, separated by slashes, which no id contains. `model`:
 * check their compatibility with this model.
 */
export const AdditionsQuery = z.strictObject({
  additions: text(LIMITS.modelIdsQueryLength, 1),
  model: text(100, 1).optional(),
});
/** A version to choose. `hub` is set if it was published there. */
export const ModelPickerItem = z
  .strictObject({
    model: ModelView.optional(),
    lora: LoraView.optional(),
    addition: AdditionView.optional(),
    hub: z.strictObject({ modelId: Id, versionId: Id, label: z.string(), sample: z.string().optional() }).optional(),
    /** Whether it can be used now. If not, `incompatibility` says why. */
    isCompatible: z.boolean(),
    incompatibility: z
      .enum(['wrongBase', 'shapeMismatch', 'quarantined', 'notChecked', ...ADDITION_MISMATCHES])
      .optional(),
    /** What differs, for a reason with numbers. */
    sizes: z.strictObject({ file: z.number(), model: z.number() }).optional(),
  })
  .meta({ id: 'ModelPickerItem' });
export type ModelPickerItem = z.infer<typeof ModelPickerItem>;
/** Without those that are not on this server. */
export const AdditionChoices = z.strictObject({ choices: z.array(ModelPickerItem) }).meta({ id: 'AdditionChoices' });
export type AdditionChoices = z.infer<typeof AdditionChoices>;
export const ModelPickerPage = z
  .strictObject({
    choices: z.array(ModelPickerItem),
    total: z.number().int(),
    nextCursor: z.string().nullable(),
    /** Families of the models that match the search, in menu order, whatever family was asked for. */
    families: z.array(ModelFamily).optional(),
  })
  .meta({ id: 'ModelPickerPage' });
export type ModelPickerPage = z.infer<typeof ModelPickerPage>;
