import { z } from 'zod';
import { UserView } from './accounts.js';
import { RenderedOn } from './devices.js';
import { TAKE_FAILURES } from './errors.js';
import { LentByView } from './lending.js';
import { LIMITS } from './limits.js';
import { AppliedPromptPrefix } from './safety-prompt-prefixes.js';
import { Bytes, Id, Seq, Timestamp } from './primitives.js';
import { TakeOrigin, TakeSettings } from './take-settings.js';

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

/** Some chat apps take no animated WebP, which is smaller and has all colors. */
export const ClipFormat = z.enum(['webp', 'gif']);
export type ClipFormat = z.infer<typeof ClipFormat>;

/** An animation of how an image came about, with the image at its end. */
export const ClipQuery = z.strictObject({
  /** How long it takes, with the end. */
  seconds: z.coerce.number().min(LIMITS.clipSeconds.min).max(LIMITS.clipSeconds.max).default(4),
  /** How long the image stays. */
  hold: z.coerce.number().min(0).max(LIMITS.clipHoldSeconds).default(1),
  /** Longest side in pixels. A GIF has at most 320. */
  size: z.enum(CLIP_SIZES).default('512'),
  format: ClipFormat.default('webp'),
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
