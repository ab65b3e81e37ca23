import { decode, encode } from '@msgpack/msgpack';
import { DeviceView, LIMITS, PauseReason, Provider, singleLineText } from '@visionary/contract';
import { z } from 'zod';
import {
  type InstanceMessage,
  type LenderHello,
  type LenderMessage,
  MAX_CARDS,
  MAX_MESSAGE_BYTES,
} from '../../domain/lending-protocol.js';

/** Encodes messages, and parses those of programs elsewhere, which could send anything. */

const text = (max: number) => z.string().max(max);
const id = text(100);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Times are shown and added up: none is longer than a day. */
const milliseconds = z.number().min(0).max(86_400_000);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= MAX_MESSAGE_BYTES);
const seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);

const batch = z.number().int().min(2).max(LIMITS.batch.max);

const progress = { takeId: id, imageIndex: count, step: count };

const DEVICE = DeviceView.extend({ name: singleLineText(text(200)).optional() });

const HELLO = z.strictObject({
  type: z.literal('hello'),
  protocol: count,
  token: text(200),
  version: text(50),
  card: count.max(MAX_CARDS - 1).optional(),
});

const record = z.strictObject({
  runtime: singleLineText(text(200)),
  provider: Provider,
  device: singleLineText(text(200)).optional(),
  attention: z.literal('fused').optional(),
  layout: z.literal('plain').optional(),
  precision: z.literal('half').optional(),
  together: batch.optional(),
  loadMs: milliseconds,
  renderMs: milliseconds,
  loraHashes: z
    .array(z.strictObject({ id: text(500), shortHash: z.string().regex(/^[0-9a-f]{12}$/) }))
    .max(LIMITS.loras),
  unmatched: z
    .array(z.strictObject({ lora: text(500), key: text(1_000), reason: text(1_000) }))
    .max(50)
    .optional(),
});

const image = z.strictObject({
  seed,
  replaced: z.strictObject({ seed, why: singleLineText(text(200)) }).optional(),
  together: batch.optional(),
});

const MESSAGE = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('state'),
    state: z.enum(['starting', 'ready', 'unavailable']),
    restarts: count,
    device: DEVICE.optional(),
    pausedBy: PauseReason.optional(),
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
    pauseMs: milliseconds.optional(),
    frame: bytes.optional(),
  }),
  z.strictObject({ type: z.literal('steered'), ...progress, steerId: id }),
  z.strictObject({ type: z.literal('image'), takeId: id, imageIndex: count, of: count, bytes }),
  z.strictObject({
    type: z.literal('finished'),
    takeId: id,
    images: z.array(image).min(1).max(LIMITS.batch.max),
    stopPoint: z.strictObject({ image: count, step: count, from: count.optional() }).optional(),
    record,
  }),
  z.strictObject({ type: z.literal('cancelled'), takeId: id, step: count }),
  z.strictObject({ type: z.literal('failed'), takeId: id, code: text(100), detail: text(2_000) }),
  z.strictObject({ type: z.literal('returned'), takeId: id, why: text(500) }),
  z.strictObject({ type: z.literal('read'), sha256: hash, from: count, until: count }),
  z.strictObject({ type: z.literal('pong') }),
]);

/** A schema that parses every type of message. A missing one doesn't compile. */
type Complete<Schema extends z.ZodType<{ readonly type: string }>> = [
  Exclude<LenderMessage['type'], z.infer<Schema>['type']>,
] extends [never]
  ? Schema
  : never;

export const encodeMessage = (message: InstanceMessage | LenderMessage | LenderHello): Uint8Array =>
  encode(message, { ignoreUndefined: true });

/** @returns undefined for anything else */
export const parseHello = (data: Uint8Array): LenderHello | undefined => parse<LenderHello>(HELLO, data);

/** @returns undefined for anything else */
export const parseLenderMessage = (data: Uint8Array): LenderMessage | undefined =>
  parse<LenderMessage>(MESSAGE satisfies Complete<typeof MESSAGE>, data);

/** Of the instance, which the program trusts. @throws Error if it is no MessagePack */
export const decodeInstanceMessage = (data: Uint8Array): InstanceMessage => decode(data) as InstanceMessage;

function parse<T>(schema: z.ZodType, data: Uint8Array): T | undefined {
  try {
    return schema.safeParse(decode(data, { maxStrLength: MAX_MESSAGE_BYTES })).data as T | undefined;
  } catch {
    return undefined;
  }
}
