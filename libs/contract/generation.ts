import { z } from 'zod';
import { UserView } from './accounts.js';
import { RenderedOn } from './devices.js';
import { TAKE_FAILURES } from './errors.js';
import { LentByView } from './lending.js';
import { LIMITS } from './limits.js';
import { AppliedPromptPrefix } from './safety-prompt-prefixes.js';
import { Timestamp, Bytes, Id, Seq, text } from './primitives.js';
import { VocabularySummary } from './vocabulary.js';

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

export const TakeStatus = z.enum(['queued', 'rendering', 'finished', 'failed', 'cancelled']);
export type TakeStatus = z.infer<typeof TakeStatus>;

/** `url` returns a PNG with its generation data. `?download` suggests a file name. */
export const ImageView = z
  .strictObject({
    index: z.number().int(),
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    seed: z.number().int(),
    sha256: z.string(),
    /** Hidden by a moderator and not served. */
    isHidden: z.literal(true).optional(),
    /** Set unless the rating is `everyone`. `held`: hidden until a moderator has reviewed it. */
    contentRating: z.enum(['sensitive', 'adult', 'held']).optional(),
    /** The first image in this position was corrupt: its seed and the defect. */
    replaced: z.strictObject({ seed: z.number().int(), why: z.string() }).optional(),
  })
  .meta({ id: 'Image' });
export type ImageView = z.infer<typeof ImageView>;

export const CLIP_SIZES = ['256', '512'] as const;

/** Images of equal size in rows, from the top left, as one WebP: what an image looked like after some of its steps. */
export const ReplayView = z
  .strictObject({
    url: z.string(),
    columns: z.number().int(),
    /** Of each image, in pixels. */
    width: z.number().int(),
    height: z.number().int(),
    /** In rising order, one per image. */
    steps: z.array(z.number().int()),
  })
  .meta({ id: 'Replay' });
export type ReplayView = z.infer<typeof ReplayView>;

/** An animated WebP of how an image came about, with the image at its end. */
export const ClipQuery = z.strictObject({
  /** How long it takes, with the end. */
  seconds: z.coerce.number().min(LIMITS.clipSeconds.min).max(LIMITS.clipSeconds.max).default(4),
  /** How long the image stays. */
  hold: z.coerce.number().min(0).max(LIMITS.clipHoldSeconds).default(1),
  /** Longest side in pixels. */
  size: z.enum(CLIP_SIZES).default('512'),
  download: z.string().optional(),
});
export type ClipQuery = z.infer<typeof ClipQuery>;

/** A prompt change during rendering. `step` steps of `image` were done; the change applies from the next one. */
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
    /** Of the event that queued it. Orders takes among messages. */
    seq: Seq,
    author: UserView,
    /** Users who wrote characters of the prompts, as far as they are known. */
    promptAuthors: z.array(UserView),
    /** No part of the prompt is by the author. */
    isOthersPrompt: z.literal(true).optional(),
    status: TakeStatus,
    prompt: z.string(),
    negative: z.string(),
    /** Prefixes added to the prompt and to steered prompts. Those are as typed. */
    promptPrefixes: z.array(AppliedPromptPrefix).optional(),
    /** `seed` is the one that was used. */
    settings: TakeSettings,
    images: z.array(ImageView),
    /** Oldest first. `prompt` and `negative` are those it started with. */
    steers: z.array(SteerView).optional(),
    /** Set if a user stopped it. The image is from this step. */
    stoppedAt: z.strictObject({ by: UserView, image: z.number().int(), step: z.number().int() }).optional(),
    failure: z.strictObject({ code: z.enum(TAKE_FAILURES), detail: z.string() }).optional(),
    /** Set if an admin ended it: what they wrote, maybe nothing. */
    adminReason: z.string().optional(),
    queuedAt: Timestamp,
    startedAt: Timestamp.optional(),
    endedAt: Timestamp.optional(),
    /** Measured rendering time in milliseconds. */
    renderMs: z.number().optional(),
    modelHash: z.string().optional(),
    /** Absent until it is finished, and if a former version rendered it. */
    renderedOn: RenderedOn.optional(),
    origin: TakeOrigin.optional(),
    /** Who lent the renderer. Absent for a renderer of the instance. */
    lentBy: LentByView.optional(),
  })
  .meta({ id: 'Take' });
export type TakeView = z.infer<typeof TakeView>;

/** An encoded image of what the model predicts after a step. */
export const Frame = z
  .strictObject({
    mime: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    bytes: Bytes,
    /** Why it is blurred: not checked yet, or rated adult. */
    blurred: z.enum(['unchecked', 'adult']).optional(),
  })
  .meta({ id: 'EncodedFrame' });
export type Frame = z.infer<typeof Frame>;

/** The longest sides of smaller frames, for slow links. */
export const SMALL_FRAME_SIDES = [128, 64] as const;
export type SmallFrameSide = (typeof SMALL_FRAME_SIDES)[number];
/** `null`: frames as large as they are. */
export const SetFrameSide = z.strictObject({ side: z.literal(SMALL_FRAME_SIDES).nullable() });

/** Progress of a take, with its newest frame. */
export const FrameView = z
  .strictObject({
    roomId: Id,
    takeId: Id,
    /** Images are rendered one after the other; counts from 0. */
    imageIndex: z.number().int(),
    images: z.number().int(),
    /** Steps done of this image, 1…steps. */
    step: z.number().int(),
    /** Steps of this image, of both passes. An init image skips the first ones. */
    steps: z.number().int(),
    /** Measured; until the last image of the take is done. Negative if it takes longer. */
    msLeft: z.number(),
    /** Of `msLeft`: waiting between steps, so that people can follow. Absent at full speed. */
    pauseMs: z.number().optional(),
    /** When it was sent, by the clock of the node. Clients tell from it how much later than others it arrived. */
    sentAt: z.number().optional(),
    /** Absent if no client shows it, or if it was dropped under load. */
    frame: Frame.optional(),
  })
  .meta({ id: 'Frame' });
export type FrameView = z.infer<typeof FrameView>;

/**
 * Why no renderer that is connected renders a waiting take. `noRenderer`: none is connected. `allPaused`: all are paused.
 * `ownRenderersOnly`: its room uses only renderers of this instance, and there are none. `notPermitted`: no lender may have its model,
 * an addition, or an image that it starts from. `rules`: of the owners of lent renderers.
 */
export const WaitReason = z.enum(['noRenderer', 'allPaused', 'ownRenderersOnly', 'notPermitted', 'rules']);
export type WaitReason = z.infer<typeof WaitReason>;

/** Position 0 renders now, 1 is next. Times are estimates from measured takes, absent without measurements. */
export const QueuePosition = z
  .strictObject({
    takeId: Id,
    position: z.number().int(),
    msToStart: z.number().optional(),
    /** Of a rendering take, loading its model included; negative if it takes longer. */
    msLeft: z.number().optional(),
    /** The renderer loads its model. */
    isLoading: z.literal(true).optional(),
    /** Absent while a renderer may render it. */
    waitReason: WaitReason.optional(),
  })
  .meta({ id: 'QueuePosition' });
export type QueuePosition = z.infer<typeof QueuePosition>;

/** The position a new take would get over all rooms, and its estimated start. */
export const QueueTail = z
  .strictObject({ takesAhead: z.number().int().nonnegative(), msToStart: z.number().optional() })
  .meta({ id: 'QueueTail' });
export type QueueTail = z.infer<typeof QueueTail>;

/** Takes of one user that wait or render, over all rooms. */
export const OwnTakes = z
  .strictObject({ open: z.number().int().nonnegative(), rendering: z.number().int().nonnegative() })
  .meta({ id: 'OwnTakes' });
export type OwnTakes = z.infer<typeof OwnTakes>;

export const MODEL_FAMILIES = ['sd1', 'sd2', 'sdxl', 'other'] as const;
export const ModelFamily = z.enum(MODEL_FAMILIES);
export type ModelFamily = z.infer<typeof ModelFamily>;

export const ModelView = z
  .strictObject({
    /** Its folder name. */
    id: z.string(),
    title: z.string(),
    by: z.string(),
    description: z.strictObject({ en: z.string(), zh: z.string() }),
    license: z.string(),
    /** Sizes it was trained for, its native size first. */
    sizes: z.array(z.strictObject({ width: z.number().int(), height: z.number().int() })),
    sizeMultiple: z.number().int(),
    schedulers: z.array(SchedulerName),
    recommended: Settings,
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
          what: z.strictObject({ en: z.string(), zh: z.string() }),
          by: z.string(),
          license: z.string(),
        }),
      )
      .optional(),
    /** The user credited with it. `by` is what the files say. */
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
    /** Models whose tensor shapes match. */
    compatibleModels: z.array(z.string()),
    creator: UserView.optional(),
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

/** An init image or mask uploaded to a room. Re-encoded, so that only pixels remain. */
export const UploadView = z
  .strictObject({ id: Id, url: z.string(), width: z.number().int(), height: z.number().int() })
  .meta({ id: 'Upload' });
export type UploadView = z.infer<typeof UploadView>;
export const TokenCount = z
  .strictObject({
    tokens: z.number().int(),
    limit: z.number().int(),
    /** Tokens of each part of a prompt with AND. */
    parts: z.array(z.number().int()).optional(),
  })
  .meta({ id: 'TokenCount' });
export type TokenCount = z.infer<typeof TokenCount>;
