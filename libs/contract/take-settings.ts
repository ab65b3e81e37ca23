import { z } from 'zod';
import { LIMITS } from './limits.js';
import { Id, text } from './primitives.js';

/** Samplers in menu order. */
export const SCHEDULERS = [
  'ddim',
  'pndm',
  'euler',
  'euler_ancestral',
  'heun',
  'dpmpp_2m',
  'dpmpp_2m_karras',
  'dpmpp_2m_sde_karras',
  'unipc',
  'lcm',
] as const;
export const SchedulerName = z.enum(SCHEDULERS);
export type SchedulerName = z.infer<typeof SchedulerName>;

const side = z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8);

/** An image of this room: of a take, or an upload. */
export const ImageRef = z.union([
  z.strictObject({ takeId: Id, index: z.number().int().min(0) }),
  z.strictObject({ uploadId: Id }),
]);
export type ImageRef = z.infer<typeof ImageRef>;

/** The image to start from instead of noise (img2img). With a mask, only its white area is repainted (inpainting). */
export const InitImage = z
  .strictObject({
    image: ImageRef,
    /** Denoising strength: 0 keeps the image, 1 ignores it. */
    strength: z.number().min(0).max(1),
    /** White where the model repaints, black where the image stays. */
    mask: z.strictObject({ uploadId: Id }).optional(),
  })
  .meta({ id: 'InitImage' });
export type InitImage = z.infer<typeof InitImage>;

/** A second pass that enlarges the image and adds detail (hires fix). Only for takes that start from noise. */
export const Hires = z
  .strictObject({
    upscaler: text(100, 1),
    scale: z.number().min(LIMITS.hiresScale.min).max(LIMITS.hiresScale.max),
    /** Steps that run in the second pass. */
    steps: z.number().int().min(LIMITS.hiresSteps.min).max(LIMITS.hiresSteps.max),
    /** Denoising strength of the second pass. */
    strength: z.number().min(LIMITS.hiresStrength.min).max(LIMITS.hiresStrength.max),
  })
  .meta({ id: 'Hires' });
export type Hires = z.infer<typeof Hires>;

/** A LoRA, by its file name without `.safetensors` or by its hub reference. */
export const LoraRef = z
  .strictObject({ id: text(100, 1), weight: z.number().min(LIMITS.loraWeight.min).max(LIMITS.loraWeight.max) })
  .meta({ id: 'LoraRef' });
export type LoraRef = z.infer<typeof LoraRef>;

/** An embedding, VAE, ControlNet, or upscaler, by its file name without `.safetensors` or by its hub reference. */
export const AdditionRef = z.strictObject({ id: text(100, 1) }).meta({ id: 'AdditionRef' });
export type AdditionRef = z.infer<typeof AdditionRef>;

const hasUniqueIds = (refs: readonly { readonly id: string }[]): boolean =>
  new Set(refs.map(({ id }) => id)).size === refs.length;

const share = z.number().min(0).max(1);

/** A ControlNet, by its file name without `.safetensors` or by its hub reference, and the image that it follows. */
export const Control = z
  .strictObject({
    id: text(100, 1),
    image: ImageRef,
    weight: z.number().min(LIMITS.controlWeight.min).max(LIMITS.controlWeight.max),
    /** Shares of the steps between which it applies. */
    start: share,
    end: share,
  })
  .refine(({ start, end }) => start <= end, { message: 'before start', path: ['end'] })
  .meta({ id: 'Control' });
export type Control = z.infer<typeof Control>;

/** Everything but the prompts. With `seed` -1, each take gets a random one. */
export const Settings = z
  .strictObject({
    model: text(100, 1),
    scheduler: SchedulerName,
    steps: z.number().int().min(LIMITS.steps.min).max(LIMITS.steps.max),
    guidance: z.number().min(LIMITS.guidance.min).max(LIMITS.guidance.max),
    width: side,
    height: side,
    seed: z.number().int().min(-1).max(LIMITS.seedMax),
    batch: z.number().int().min(LIMITS.batch.min).max(LIMITS.batch.max),
    /** Amount of fresh noise in every step. DDIM only. */
    eta: z.number().min(0).max(1).optional(),
    /** The layer of the text encoder that is read, counted from the end. Absent: the one the model was made for. */
    clipSkip: z.number().int().min(LIMITS.clipSkip.min).max(LIMITS.clipSkip.max).optional(),
    init: InitImage.optional(),
    hires: Hires.optional(),
    controls: z.array(Control).max(LIMITS.controls).optional(),
    loras: z.array(LoraRef).max(LIMITS.loras).refine(hasUniqueIds, 'the same LoRA twice').optional(),
    /** Textual inversions. Each applies where its word stands in a prompt. */
    embeddings: z.array(AdditionRef).max(LIMITS.embeddings).optional(),
    /** Replaces that of the model. */
    vae: AdditionRef.optional(),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

/** An image of a take, enlarged by itself: nothing of it is rendered again. */
export const Upscale = z
  .strictObject({
    image: z.strictObject({ takeId: Id, index: z.number().int().min(0) }),
    /** A built-in one that works on pixels, or a file. */
    upscaler: text(100, 1),
    scale: z.number().min(LIMITS.upscaleScale.min).max(LIMITS.upscaleScale.max),
    /** Of the result, in pixels. */
    width: z.number().int(),
    height: z.number().int(),
  })
  .meta({ id: 'Upscale' });
export type Upscale = z.infer<typeof Upscale>;

/** The settings of a take. With `upscale`, the others tell how the image was rendered that it enlarges. */
export const TakeSettings = Settings.extend({ upscale: Upscale.optional() }).meta({ id: 'TakeSettings' });
export type TakeSettings = z.infer<typeof TakeSettings>;

/** A size enlarged to multiples of 8 pixels. */
export function enlargedSize({ width, height }: { readonly width: number; readonly height: number }, scale: number) {
  const enlarged = (side: number) => Math.floor((side * scale) / 8 + 1e-6) * 8;
  return { width: enlarged(width), height: enlarged(height) };
}

/** The size of the final image, in pixels. */
export function finalSize(settings: Pick<TakeSettings, 'width' | 'height' | 'hires' | 'upscale'>) {
  const { width, height, hires, upscale } = settings;
  if (upscale) return { width: upscale.width, height: upscale.height };
  return hires ? enlargedSize(settings, hires.scale) : { width, height };
}

/** The post or take whose prompt and settings were applied. */
export const TakeOrigin = z
  .union([z.strictObject({ postId: Id }), z.strictObject({ takeId: Id })])
  .meta({ id: 'TakeOrigin' });
export type TakeOrigin = z.infer<typeof TakeOrigin>;

export const Prompts = z.strictObject({ prompt: text(LIMITS.promptLength), negative: text(LIMITS.promptLength) });
export type Prompts = z.infer<typeof Prompts>;

/**
 * Prompt and settings as the user saw them when they pressed Render. Every later form of the request extends this one: the take
 * with what the server adds, the job of the renderer with its files.
 */
export const RenderRequest = Prompts.extend({
  settings: Settings,
  origin: TakeOrigin.optional(),
}).meta({ id: 'RenderRequest' });
export type RenderRequest = z.infer<typeof RenderRequest>;
