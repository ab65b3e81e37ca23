import { DeviceView, type ErrorCode, LIMITS } from '@visionary/contract';
import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import type { Manifests } from './manifest.js';
import type { RendererCommand, RenderJob } from './renderer-protocol.js';

/**
 * Messages between this instance and a program that lends it a renderer, over one WebSocket, as MessagePack. The program
 * connects, sends `hello`, renders what it is asked to, and reads the files that it lacks in ranges. Free of Node, so that a
 * browser can speak it.
 */

/** Rises with every change that an older program would misunderstand. */
export const LENDING_PROTOCOL = 1;
export const LENDING_PATH = '/api/lending/socket';

/** Bytes of a file or image in one message. Small, so that a slow line still carries everything else. */
export const CHUNK_BYTES = 256 * 1024;
/** Frames are smaller. */
export const MAX_MESSAGE_BYTES = 1_024 * 1024;
/** Ranges that a program may have requested and not received. */
export const MAX_PENDING_READS = 4;
/** The instance pings this often. A side that has received nothing for `SILENCE_MS` closes the connection. */
export const PING_INTERVAL_MS = 10_000;
export const SILENCE_MS = 30_000;
export const HELLO_DEADLINE_MS = 10_000;

const text = (max: number) => z.string().max(max);
const id = text(100);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const milliseconds = z.number().min(0).max(1e12);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= MAX_MESSAGE_BYTES);
const seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const side = z.number().int().min(1).max(LIMITS.sidePixels.max);

const progress = { takeId: id, imageIndex: count, step: count };

/** The first message of a program. */
export const LenderHello = z.strictObject({
  type: z.literal('hello'),
  protocol: count,
  token: text(200),
  version: text(50),
});
export type LenderHello = z.infer<typeof LenderHello>;

/** How graphs computed. The instance writes everything else into the record of a take. */
export const LentRecord = z.strictObject({
  runtime: text(200),
  provider: text(50),
  device: text(200).optional(),
  attention: z.literal('fused').optional(),
  layout: z.literal('plain').optional(),
  loadMs: milliseconds,
  renderMs: milliseconds,
  /** The first twelve digits of the SHA-256 of each LoRA's weights, as infotexts name them. */
  loraHashes: z
    .array(z.strictObject({ id: text(500), shortHash: z.string().regex(/^[0-9a-f]{12}$/) }))
    .max(LIMITS.loras),
  unmatched: z
    .array(z.strictObject({ lora: text(500), key: text(1_000), reason: text(1_000) }))
    .max(50)
    .optional(),
});
export type LentRecord = z.infer<typeof LentRecord>;

export const LentImage = z.strictObject({
  seed,
  replaced: z.strictObject({ seed, why: text(200) }).optional(),
});
export type LentImage = z.infer<typeof LentImage>;

/** All other messages of a program. */
export const LenderMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('state'),
    state: z.enum(['starting', 'ready', 'unavailable']),
    restarts: count,
    device: DeviceView.optional(),
    /** Ids of the models in memory, most recently used first. */
    loaded: z.array(text(500)).max(100),
  }),
  z.strictObject({
    type: z.literal('loading'),
    takeId: id,
    fetching: z.strictObject({ bytes: count, of: count }).optional(),
  }),
  z.strictObject({ type: z.literal('loaded'), takeId: id }),
  z.strictObject({
    type: z.literal('step'),
    ...progress,
    images: count,
    steps: count,
    msLeft: milliseconds,
    /** A WebP or JPEG. */
    frame: bytes.optional(),
  }),
  z.strictObject({ type: z.literal('steered'), ...progress, steerId: id }),
  /** The next bytes of a finished PNG. Images are sent one after the other, before `finished`. */
  z.strictObject({ type: z.literal('image'), takeId: id, imageIndex: count, of: count, bytes }),
  z.strictObject({
    type: z.literal('finished'),
    takeId: id,
    images: z.array(LentImage).min(1).max(LIMITS.batch.max),
    /** Set if the take was stopped before its end. */
    stopPoint: z.strictObject({ image: count, step: count }).optional(),
    record: LentRecord,
  }),
  z.strictObject({ type: z.literal('cancelled'), takeId: id, step: count }),
  z.strictObject({ type: z.literal('failed'), takeId: id, code: text(100), detail: text(2_000) }),
  /** The program does not render it, and nothing speaks against its model: it stops, or was paused. */
  z.strictObject({ type: z.literal('returned'), takeId: id, why: text(500) }),
  /** Requests the bytes `from` to `until`, exclusive, of a file of the current take. */
  z.strictObject({ type: z.literal('read'), sha256: hash, from: count, until: count }),
  z.strictObject({ type: z.literal('pong') }),
]);
export type LenderMessage = z.infer<typeof LenderMessage>;

/** A take with the files that the program reads by their hashes: models, additions, and images. It learns neither room nor author. */
export interface LentTakeRequest {
  readonly takeId: string;
  readonly model: string;
  readonly job: RenderJob;
  readonly manifests: Manifests;
  readonly sendFrames: boolean;
}

/** Messages of the instance. */
export type InstanceMessage =
  /** The token is accepted. */
  | { readonly type: 'welcome'; readonly terms: LendingTerms }
  /** The connection closes. `isFinal`: connecting again does not help. */
  | { readonly type: 'rejected'; readonly code: ErrorCode; readonly reason?: string; readonly isFinal: boolean }
  | { readonly type: 'terms'; readonly terms: LendingTerms }
  | { readonly type: 'render'; readonly request: LentTakeRequest }
  | Extract<RendererCommand, { type: 'cancel' | 'stop' | 'steer' | 'watch' }>
  /** Part of a file that has `of` bytes. Without bytes if there is no such file, or none that the program may have. */
  | {
      readonly type: 'data';
      readonly sha256: string;
      readonly from: number;
      readonly of?: number;
      readonly bytes?: Uint8Array;
    }
  | { readonly type: 'ping' };

/** What the program shows its owner. The instance itself applies the rules. */
export interface LendingTerms {
  readonly name: string;
  /** Memory for models, in MiB; null lets the program choose. */
  readonly memoryMiB: number | null;
  /** Why it gets no takes at the moment. */
  readonly pausedBy: 'approval' | 'draining' | 'quietHours' | null;
}

export const encodeMessage = (message: InstanceMessage | LenderMessage | LenderHello): Uint8Array =>
  encode(message, { ignoreUndefined: true });

/** @throws Error if it is no MessagePack */
export const decodeMessage = (data: Uint8Array): unknown => decode(data, { maxStrLength: MAX_MESSAGE_BYTES });
