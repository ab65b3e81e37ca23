import { z } from 'zod';
import { UserView } from './accounts.js';
import { TAKE_FAILURES } from './errors.js';
import { LIMITS } from './limits.js';
import { AppliedPromptPrefix } from './safety-prompt-prefixes.js';
import { Timestamp, Bytes, Id, Seq, text } from './primitives.js';

/** Names users know, in the order the menu shows them. */
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

/** An image this room has: one of a take, or one somebody brought. */
export const ImageRef = z.union([
  z.strictObject({ takeId: Id, index: z.number().int().min(0) }),
  z.strictObject({ uploadId: Id }),
]);
export type ImageRef = z.infer<typeof ImageRef>;

/** What to start from instead of noise (img2img); with a mask only its white part is painted anew (inpaint). */
export const InitImage = z
  .strictObject({
    image: ImageRef,
    /** Denoising strength: 0 leaves the image, 1 forgets it. */
    strength: z.number().min(0).max(1),
    /** An image somebody drew for it: white where the model paints, black where the image stays. */
    mask: z.strictObject({ uploadId: Id }).optional(),
  })
  .meta({ id: 'InitImage' });
export type InitImage = z.infer<typeof InitImage>;

/** A LoRA by the name of its file without `.safetensors`. */
export const LoraRef = z
  .strictObject({ id: text(100, 1), weight: z.number().min(LIMITS.loraWeight.min).max(LIMITS.loraWeight.max) })
  .meta({ id: 'LoraUse' });
export type LoraRef = z.infer<typeof LoraRef>;

/** Everything beside the words. `seed` -1 draws a new one for every take. */
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
    /** Fresh noise in every step; DDIM only. */
    eta: z.number().min(0).max(1).optional(),
    init: InitImage.optional(),
    loras: z.array(LoraRef).max(LIMITS.loras).optional(),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

/** What the words and settings were taken over from. */
export const TakeOrigin = z
  .union([z.strictObject({ postId: Id }), z.strictObject({ takeId: Id })])
  .meta({ id: 'TakeOrigin' });
export type TakeOrigin = z.infer<typeof TakeOrigin>;

/** What a user asks for: the words and settings as they saw them when they pressed Render. */
export const RenderRequest = z
  .strictObject({
    prompt: text(LIMITS.promptLength),
    negative: text(LIMITS.promptLength),
    settings: Settings,
    origin: TakeOrigin.optional(),
  })
  .meta({ id: 'RenderRequest' });
export type RenderRequest = z.infer<typeof RenderRequest>;

export const TakeStatus = z.enum(['queued', 'rendering', 'finished', 'failed', 'cancelled']);
export type TakeStatus = z.infer<typeof TakeStatus>;

/** `url` gives the PNG with its parameters inside; `?download` names the file. */
export const ImageView = z
  .strictObject({
    index: z.number().int(),
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    seed: z.number().int(),
    sha256: z.string(),
    /** Those who moderate have taken it from everybody's sight: it is served to nobody. */
    isHidden: z.literal(true).optional(),
    /** Where it is not for everybody; `held`: for nobody until a moderator has looked at it. */
    contentRating: z.enum(['sensitive', 'adult', 'held']).optional(),
    /** The one that stood here first was broken: its seed, and what was wrong. */
    replaced: z.strictObject({ seed: z.number().int(), why: z.string() }).optional(),
  })
  .meta({ id: 'Image' });
export type ImageView = z.infer<typeof ImageView>;

/** Somebody changed the words while the take was rendering. `step` steps of `image` were done; the change holds from the next. */
export const SteerView = z
  .strictObject({
    by: UserView,
    prompt: z.string(),
    negative: z.string(),
    image: z.number().int(),
    step: z.number().int(),
    at: Timestamp,
  })
  .meta({ id: 'Steer' });
export type SteerView = z.infer<typeof SteerView>;

export const TakeView = z
  .strictObject({
    id: Id,
    roomId: Id,
    /** Counts from 1 in its room. */
    number: z.number().int(),
    /** Of the event that queued it: its place among the messages. */
    seq: Seq,
    author: UserView,
    /** Everybody who changed words or settings since the take before, the author first. */
    promptAuthors: z.array(UserView),
    /** Every word of it is known to be others': its author only pressed Render. */
    isOthersPrompt: z.literal(true).optional(),
    status: TakeStatus,
    prompt: z.string(),
    negative: z.string(),
    /** What the house added to these words and to those it was steered to; they are as they were typed. */
    promptPrefixes: z.array(AppliedPromptPrefix).optional(),
    /** `seed` is the one really used. */
    settings: Settings,
    images: z.array(ImageView),
    /** In their order; `prompt` and `negative` above are those it began with. */
    steers: z.array(SteerView).optional(),
    /** Stopped by hand: the image is that of this step. */
    stoppedAt: z.strictObject({ by: UserView, image: z.number().int(), step: z.number().int() }).optional(),
    failure: z.strictObject({ code: z.enum(TAKE_FAILURES), detail: z.string() }).optional(),
    queuedAt: Timestamp,
    startedAt: Timestamp.optional(),
    endedAt: Timestamp.optional(),
    /** Milliseconds of rendering, measured. */
    renderMs: z.number().optional(),
    modelHash: z.string().optional(),
    origin: TakeOrigin.optional(),
  })
  .meta({ id: 'Take' });
export type TakeView = z.infer<typeof TakeView>;

/** An encoded preview of the predicted image, with what the canvas must know to draw it. */
export const PreviewView = z
  .strictObject({
    roomId: Id,
    takeId: Id,
    imageIndex: z.number().int(),
    images: z.number().int(),
    step: z.number().int(),
    steps: z.number().int(),
    msLeft: z.number(),
    /** Absent while nobody's canvas needs it, or when pressure dropped it. */
    frame: z
      .strictObject({
        mime: z.string(),
        width: z.number().int(),
        height: z.number().int(),
        bytes: Bytes,
        blurred: z.enum(['unchecked', 'adult']).optional(),
      })
      .optional(),
  })
  .meta({ id: 'Preview' });
export type PreviewView = z.infer<typeof PreviewView>;

/** Position 0 renders now, 1 is next. `msToStart` is an estimate from measured takes, absent while nothing was measured. */
export const QueuePosition = z
  .strictObject({ takeId: Id, position: z.number().int(), msToStart: z.number().optional() })
  .meta({ id: 'QueuePlace' });
export type QueuePosition = z.infer<typeof QueuePosition>;

/** Where a take asked for now would stand, over all rooms: how many render or wait before it, and when it would start. */
export const QueueTail = z
  .strictObject({ takesAhead: z.number().int().nonnegative(), msToStart: z.number().optional() })
  .meta({ id: 'LineEnd' });
export type QueueTail = z.infer<typeof QueueTail>;

export const MODEL_FAMILIES = ['sd1', 'sd2', 'sdxl', 'other'] as const;
export const ModelFamily = z.enum(MODEL_FAMILIES);
export type ModelFamily = z.infer<typeof ModelFamily>;

export const ModelView = z
  .strictObject({
    /** Its folder's name. */
    id: z.string(),
    title: z.string(),
    by: z.string(),
    description: z.strictObject({ en: z.string(), zh: z.string() }),
    license: z.string(),
    /** Sizes it was trained for, the first is its own. */
    sizes: z.array(z.strictObject({ width: z.number().int(), height: z.number().int() })),
    sizeMultiple: z.number().int(),
    schedulers: z.array(SchedulerName),
    recommended: Settings,
    /** Words or sentences that show what it can do. */
    examples: z.strictObject({ en: z.array(z.string()), zh: z.array(z.string()) }),
    family: ModelFamily,
    /** Whether it can start from an image: its folder has a VAE encoder. */
    supportsImg2img: z.boolean(),
    /** It hung or killed its renderer twice and is not loaded until its files change or an admin lets it go. */
    quarantined: z.boolean(),
    /** Words that bring out what it was trained on. */
    triggerWords: z.array(z.string()).optional(),
    /** Whoever is known here to have made it; `by` is what its files say. */
    creator: UserView.optional(),
  })
  .meta({ id: 'Model' });
export type ModelView = z.infer<typeof ModelView>;

/** A LoRA of this instance. */
export const LoraView = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    by: z.string(),
    description: z.strictObject({ en: z.string(), zh: z.string() }),
    license: z.string(),
    triggerWords: z.array(z.string()),
    weight: z.number(),
    /** Models whose shapes it matches. */
    compatibleModels: z.array(z.string()),
    creator: UserView.optional(),
  })
  .meta({ id: 'Lora' });
export type LoraView = z.infer<typeof LoraView>;

export const ModelList = z
  .strictObject({ models: z.array(ModelView), loras: z.array(LoraView) })
  .meta({ id: 'ModelList' });

/** What it takes to render with a model now, as measured; `loadMs` absent while this model was never loaded here. */
export const LoadEstimate = z
  .strictObject({
    inMemory: z.boolean(),
    loadMs: z.number().optional(),
    /** Ids of models that leave memory for it. */
    evicts: z.array(z.string()),
  })
  .meta({ id: 'ModelForecast' });
export type LoadEstimate = z.infer<typeof LoadEstimate>;

/** An image somebody brought into a room to start from, or a mask; re-encoded, nothing but pixels. */
export const UploadView = z
  .strictObject({ id: Id, url: z.string(), width: z.number().int(), height: z.number().int() })
  .meta({ id: 'Upload' });
export type UploadView = z.infer<typeof UploadView>;
export const TokenCount = z
  .strictObject({ tokens: z.number().int(), limit: z.number().int() })
  .meta({ id: 'TokenCount' });
export type TokenCount = z.infer<typeof TokenCount>;
