import { z } from 'zod';
import { ModelFamily } from './models.js';
import { LIMITS } from './limits.js';
import { text } from './primitives.js';

/** What a file of weights is. `unknown` is stored and downloaded, but not used here. */
export const WEIGHTS_KINDS = [
  ...(['checkpoint', 'textEncoder', 'lora', 'embedding', 'vae', 'controlNet', 'upscaler'] as const),
  ...(['previewDecoder', 'unknown'] as const),
] as const;

/** The body is the start of a `.safetensors` file up to the end of its header. `bytes` is the size of the whole file. */
export const RecognizeHubFileQuery = z.strictObject({
  name: text(LIMITS.modelPathLength, 1),
  bytes: z.coerce.number().int().min(1).max(LIMITS.modelFileBytes),
});

/** What the header of a file tells, before it is uploaded. */
export const RecognizedFile = z
  .strictObject({
    kind: z.enum(WEIGHTS_KINDS),
    /** Absent when neither tensors, metadata, nor name tell it. */
    family: ModelFamily.exclude(['other']).optional(),
    /** What is stored and not used: `IP-Adapter`. */
    addition: z.string().optional(),
    variant: z.enum(['inpainting', 'refiner']).optional(),
    /** Absent where only the values tell it. */
    prediction: z.enum(['epsilon', 'v_prediction']).optional(),
    zeroTerminalSnr: z.boolean().optional(),
    /** A fine-tune by metadata or name: `Illustrious`. */
    edition: z.string().optional(),
    /** What a ControlNet reads, by its name: `canny`. */
    hint: z.string().optional(),
    precision: z.enum(['F32', 'F16', 'BF16', 'mixed']),
    dtypes: z.array(z.string()).readonly(),
    tensors: z.number().int(),
    parameters: z.number().int(),
    /** Of the UNet of a checkpoint. */
    unetParameters: z.number().int().optional(),
    missing: z.array(z.enum(['textEncoder', 'secondTextEncoder', 'vae'])).readonly(),
    averagedCopies: z.number().int(),
    strayTensors: z.number().int(),
    /** Only for a LoRA. */
    form: z.enum(['LoRA', 'LoCon', 'LoHa', 'LoKr', 'DoRA', 'IA3', 'OFT', 'full']).optional(),
    rank: z.number().int().optional(),
    modules: z.number().int().optional(),
    /** Only for an embedding. */
    vectors: z.number().int().optional(),
    word: z.string().optional(),
    /** Of the tokens of each text encoder, for a checkpoint and an embedding. */
    textWidths: z.array(z.number().int()).readonly().optional(),
    /** Only for an upscaler: how many times sides grow. */
    factor: z.number().optional(),
    nativeSize: z.number().int().optional(),
    triggerWords: z.array(z.string()).readonly(),
  })
  .meta({ id: 'RecognizedFile' });
export type RecognizedFile = z.infer<typeof RecognizedFile>;
