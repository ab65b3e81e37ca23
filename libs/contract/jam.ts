import { z } from 'zod';
import { LoraRef, RenderRequest, TokenCount } from './generation.js';
import { LIMITS } from './limits.js';
import { Bytes, ClientId, Id, text } from './primitives.js';

/** Names of the shared types inside the Yjs document. `settings` has the keys of Settings, and `origin`: a TakeOrigin as JSON. */
export const JAM_DOCUMENT = { prompt: 'prompt', negative: 'negative', settings: 'settings' } as const;

export const DocumentUpdate = z.strictObject({
  roomId: Id,
  update: Bytes.refine((bytes) => bytes.byteLength <= LIMITS.documentUpdateBytes, 'update too large'),
});
export const AwarenessUpdate = z.strictObject({
  roomId: Id,
  update: Bytes.refine((bytes) => bytes.byteLength <= LIMITS.awarenessBytes, 'awareness too large'),
});
/** Asks for what the server has and the client lacks: its state vector for the difference. */
export const DocumentSync = z.strictObject({ roomId: Id, stateVector: Bytes });

export const Render = RenderRequest.extend({ roomId: Id, clientId: ClientId });
export const CancelTake = z.strictObject({ roomId: Id, takeId: Id });
/** Stop here: the image of the present step is kept. */
export const StopTake = z.strictObject({ roomId: Id, takeId: Id });
/** New words for a take that renders, from its next step on. */
export const SteerTake = z.strictObject({
  roomId: Id,
  clientId: ClientId,
  takeId: Id,
  prompt: text(LIMITS.promptLength),
  negative: text(LIMITS.promptLength),
});
/** The same again: a take of this room once more, byte for byte. */
export const RepeatTake = z.strictObject({ roomId: Id, clientId: ClientId, takeId: Id });
export const EstimateLoad = z.strictObject({
  model: text(100, 1),
  loras: z.array(LoraRef).max(LIMITS.loras).optional(),
});
export const CountTokens = z.strictObject({
  model: text(100, 1),
  /** With what the house adds: the instance, the model and the room. */
  texts: z
    .array(text(LIMITS.promptLength + 4 * LIMITS.promptPrefixLength))
    .min(1)
    .max(2),
});
export const TokenCounts = z.strictObject({ counts: z.array(TokenCount) });
