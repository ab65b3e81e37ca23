import { z } from 'zod';
import { CARD_FIELDS, ModelFamily } from './models.js';

/** Files that people add to a model, beside LoRAs. */
export const ADDITION_KINDS = ['embedding', 'vae', 'controlnet', 'upscaler'] as const;
export const AdditionKind = z.enum(ADDITION_KINDS);
export type AdditionKind = z.infer<typeof AdditionKind>;

/** What the tensors of an addition tell. */
export const AdditionFacts = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('embedding'),
      /** How many tokens it takes. */
      vectors: z.number().int(),
      /** Of the vectors of each text encoder. */
      textWidths: z.array(z.number().int()).readonly(),
      /** That its trainer gave it. */
      word: z.string().optional(),
    }),
    z.strictObject({
      kind: z.literal('vae'),
      latentChannels: z.number().int(),
      /** Pixels of a latent cell's side. */
      spatialFactor: z.number(),
      /** Without an encoder, it does not read init images. */
      hasEncoder: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('controlnet'),
      /** Of the texts that it reads. */
      contextWidth: z.number().int(),
      /** Of what it adds to each block of the UNet. */
      blockWidths: z.array(z.number().int()).readonly(),
    }),
    z.strictObject({ kind: z.literal('upscaler'), factor: z.number() }),
  ])
  .meta({ id: 'AdditionFacts' });
export type AdditionFacts = z.infer<typeof AdditionFacts>;

/** An embedding, VAE, ControlNet, or upscaler of this instance. */
export const AdditionView = z
  .strictObject({
    ...CARD_FIELDS,
    /** Of an embedding, the first one is the word that stands for it in prompts. */
    triggerWords: z.array(z.string()),
    base: ModelFamily,
    facts: AdditionFacts,
    bytes: z.number(),
  })
  .meta({ id: 'Addition' });
export type AdditionView = z.infer<typeof AdditionView>;

/** Why an addition does not fit a model. `needsCheckpoint`: exports to ONNX take neither embeddings nor ControlNets. */
export const ADDITION_MISMATCHES = [
  'needsCheckpoint',
  'textEncoders',
  'textWidth',
  'latentChannels',
  'spatialFactor',
  'contextWidth',
  'blockWidths',
] as const;
export type AdditionMismatchReason = (typeof ADDITION_MISMATCHES)[number];
