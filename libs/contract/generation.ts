import { z } from 'zod';
import { PersonView } from './accounts.js';
import { TAKE_FAILURES } from './errors.js';
import { LIMITS } from './limits.js';
import { At, Bytes, Id, Seq, text } from './primitives.js';

/** Names people know, in the order the menu shows them. */
export const SCHEDULERS = ['ddim', 'euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_2m_karras'] as const;
export const SchedulerName = z.enum(SCHEDULERS);
export type SchedulerName = z.infer<typeof SchedulerName>;

const side = z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8);

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
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

/** What a person asks for: the words and settings as they saw them when they pressed Render. */
export const RenderRequest = z
  .strictObject({ prompt: text(LIMITS.promptLength), negative: text(LIMITS.promptLength), settings: Settings })
  .meta({ id: 'RenderRequest' });
export type RenderRequest = z.infer<typeof RenderRequest>;

export const TakeStatus = z.enum(['queued', 'rendering', 'finished', 'failed', 'cancelled']);
export type TakeStatus = z.infer<typeof TakeStatus>;

/** `url` gives the PNG with its parameters inside; `?download` names the file. */
export const PictureView = z
  .strictObject({
    index: z.number().int(),
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    seed: z.number().int(),
    sha256: z.string(),
  })
  .meta({ id: 'Picture' });
export type PictureView = z.infer<typeof PictureView>;

export const TakeView = z
  .strictObject({
    id: Id,
    roomId: Id,
    /** Counts from 1 in its room. */
    number: z.number().int(),
    /** Of the event that queued it: its place among the messages. */
    seq: Seq,
    author: PersonView,
    /** Everybody who changed words or settings since the take before, the author first. */
    writers: z.array(PersonView),
    status: TakeStatus,
    prompt: z.string(),
    negative: z.string(),
    /** `seed` is the one really used. */
    settings: Settings,
    pictures: z.array(PictureView),
    failure: z.strictObject({ code: z.enum(TAKE_FAILURES), detail: z.string() }).optional(),
    queuedAt: At,
    startedAt: At.optional(),
    endedAt: At.optional(),
    /** Milliseconds of rendering, measured. */
    renderMs: z.number().optional(),
    modelHash: z.string().optional(),
  })
  .meta({ id: 'Take' });
export type TakeView = z.infer<typeof TakeView>;

/** An encoded preview of the predicted picture, with what the canvas must know to draw it. */
export const PreviewView = z
  .strictObject({
    roomId: Id,
    takeId: Id,
    picture: z.number().int(),
    pictures: z.number().int(),
    step: z.number().int(),
    steps: z.number().int(),
    msLeft: z.number(),
    /** Absent while nobody's canvas needs it, or when pressure dropped it. */
    frame: z
      .strictObject({ mime: z.string(), width: z.number().int(), height: z.number().int(), bytes: Bytes })
      .optional(),
  })
  .meta({ id: 'Preview' });
export type PreviewView = z.infer<typeof PreviewView>;

/** Position 0 renders now, 1 is next. `msToStart` is an estimate from measured takes, absent while nothing was measured. */
export const QueuePlace = z
  .strictObject({ takeId: Id, position: z.number().int(), msToStart: z.number().optional() })
  .meta({ id: 'QueuePlace' });
export type QueuePlace = z.infer<typeof QueuePlace>;

/** Where a take asked for now would stand, over all rooms: how many render or wait before it, and when it would start. */
export const LineEnd = z
  .strictObject({ before: z.number().int().nonnegative(), msToStart: z.number().optional() })
  .meta({ id: 'LineEnd' });
export type LineEnd = z.infer<typeof LineEnd>;

export const ModelView = z
  .strictObject({
    /** Its folder's name. */
    id: z.string(),
    title: z.string(),
    by: z.string(),
    about: z.strictObject({ en: z.string(), zh: z.string() }),
    licence: z.string(),
    /** Sizes it was trained for, the first is its own. */
    sizes: z.array(z.strictObject({ width: z.number().int(), height: z.number().int() })),
    sizeMultiple: z.number().int(),
    schedulers: z.array(SchedulerName),
    recommended: Settings,
    /** Words or sentences that show what it can do. */
    examples: z.strictObject({ en: z.array(z.string()), zh: z.array(z.string()) }),
  })
  .meta({ id: 'Model' });
export type ModelView = z.infer<typeof ModelView>;

export const ModelList = z.strictObject({ models: z.array(ModelView) }).meta({ id: 'ModelList' });
export const TokenCount = z
  .strictObject({ tokens: z.number().int(), limit: z.number().int() })
  .meta({ id: 'TokenCount' });
export type TokenCount = z.infer<typeof TokenCount>;
