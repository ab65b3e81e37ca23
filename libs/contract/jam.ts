import { z } from 'zod';
import { AdditionRef, LoraRef, Prompts, RenderRequest, Upscale } from './take-settings.js';
import { TokenCount } from './generation.js';
import { LIMITS } from './limits.js';
import { Bytes, ClientId, Id, text } from './primitives.js';

/**
 * Names of the shared types of the Yjs document. `settings` has the keys of Settings, and `origin`: a TakeOrigin as
 * JSON.
 */
export const JAM_DOCUMENT = { prompt: 'prompt', negative: 'negative', settings: 'settings' } as const;

export const DocumentUpdate = z.strictObject({
  roomId: Id,
  update: Bytes.refine((bytes) => bytes.byteLength <= LIMITS.documentUpdateBytes, 'update too large'),
});
export const AwarenessUpdate = z.strictObject({
  roomId: Id,
  update: Bytes.refine((bytes) => bytes.byteLength <= LIMITS.awarenessBytes, 'awareness too large'),
});
/** Asks for the difference between the server's document and the client's state vector. */
export const DocumentSync = z.strictObject({ roomId: Id, stateVector: Bytes });

export const Render = RenderRequest.extend({ roomId: Id, clientId: ClientId });
export const CancelTake = z.strictObject({ roomId: Id, takeId: Id });
/** Stops a take and keeps the image of its current step. */
export const StopTake = z.strictObject({ roomId: Id, takeId: Id });
/** Sets the prompt of a rendering take from its next step on. */
export const SteerTake = Prompts.extend({ roomId: Id, clientId: ClientId, takeId: Id });
export type SteerTake = z.infer<typeof SteerTake>;
/** Renders a take of this room again, byte for byte. */
const TakeOfRoom = z.strictObject({ roomId: Id, clientId: ClientId, takeId: Id });

/** `mayDiffer`: also where no renderer has the provider and device of the take, so that the image may differ a little. */
export const RepeatTake = TakeOfRoom.extend({ mayDiffer: z.literal(true).optional() });
export type RepeatTake = z.infer<typeof RepeatTake>;

/** Seconds that a take lasts while several people watch it; 0: full speed. */
export const PACES = [0, 8, 16] as const;
export const Pace = z.literal(PACES);
export type Pace = z.infer<typeof Pace>;
/** The default pace of public rooms is for people who talk with each other. */
export const LEAST_PACED_PEOPLE = 2;
export const SetPace = z.strictObject({ roomId: Id, clientId: ClientId, seconds: Pace });

export const PinTake = TakeOfRoom.extend({ on: z.boolean() });
/** Enlarges an image of a take of this room by itself. The result is a take of its own. */
export const UpscaleTake = TakeOfRoom.extend(Upscale.pick({ upscaler: true, scale: true }).shape).extend({
  index: z.number().int().min(0),
});
export type UpscaleTake = z.infer<typeof UpscaleTake>;
export const EstimateLoad = z.strictObject({
  model: text(100, 1),
  loras: z.array(LoraRef).max(LIMITS.loras).optional(),
  vae: AdditionRef.optional(),
});
export const CountTokens = z.strictObject({
  model: text(100, 1),
  /** Allows for prompt prefixes of instance, model, and room. */
  texts: z
    .array(text(LIMITS.promptLength + 4 * LIMITS.promptPrefixLength))
    .min(1)
    .max(2),
  /** Their words count as their vectors. */
  embeddings: z.array(AdditionRef).max(LIMITS.embeddings).optional(),
});
export const TokenCounts = z.strictObject({ counts: z.array(TokenCount) });
