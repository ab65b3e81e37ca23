import { DeviceView, LIMITS, SMALL_FRAME_SIDES } from '@visionary/contract';
import { z } from 'zod';
import type { ProbeReport } from '../../domain/probe-protocol.js';
import type { RendererReport } from '../../domain/renderer-protocol.js';

/**
 * Parses reports of processes that run models of strangers. A model that took such a process over could send anything, so
 * nothing of a report is used before it has the expected shape and size.
 */

const MAX_IMAGE_BYTES = 64 * 2 ** 20;
const MAX_FRAME_BYTES = 4 * 2 ** 20;
const MAX_SHEET_BYTES = 16 * 2 ** 20;
const MAX_SHEET_IMAGES = 64;
const MAX_PLAIN_DATA = 2 ** 20;
const MAX_ENTRIES = 1_000;
const PNG_SIGNATURE = '89504e470d0a1a0a';

const text = (max: number) => z.string().max(max);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const amount = z.number().min(0);
const side = z.number().int().min(1).max(LIMITS.sidePixels.max);
const id = text(100);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const path = text(4_096);
const bytes = (max: number) => z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= max);
const png = bytes(MAX_IMAGE_BYTES).refine((file) => Buffer.from(file.subarray(0, 8)).toString('hex') === PNG_SIGNATURE);

/** What JSON can hold, with a limit on all of its texts and values. */
function isPlainData(value: unknown): boolean {
  let left = MAX_PLAIN_DATA;
  const visit = (part: unknown): boolean => {
    left -= typeof part === 'string' ? part.length + 1 : 1;
    if (left < 0) return false;
    if (typeof part !== 'object' || part === null) {
      return ['string', 'number', 'boolean', 'undefined'].includes(typeof part) || part === null;
    }
    if (Array.isArray(part)) return part.every(visit);
    if (Object.getPrototypeOf(part) !== Object.prototype) return false;
    return Object.entries(part).every(([key, one]) => (left -= key.length) > 0 && key !== '__proto__' && visit(one));
  };
  return visit(value);
}

/** The job as it was rendered. Its fields are those of the request, which the server knows. */
const job = z
  .looseObject({ prompt: z.string(), negative: z.string(), seed: z.number(), scheduler: z.string() })
  .refine(isPlainData);

const frame = z.strictObject({
  mime: z.enum(['image/webp', 'image/jpeg']),
  width: side,
  height: side,
  bytes: bytes(MAX_FRAME_BYTES),
  blurred: z.enum(['unchecked', 'adult']).optional(),
});

const image = z.strictObject({
  png,
  width: side,
  height: side,
  seed: z.number(),
  check: z.strictObject({ level: z.enum(['adult', 'held']), category: text(100), score: z.number() }).optional(),
  replaced: z.strictObject({ seed: z.number(), why: text(200) }).optional(),
  together: count.optional(),
});

const sheet = z
  .strictObject({
    bytes: bytes(MAX_SHEET_BYTES),
    columns: count.min(1).max(MAX_SHEET_IMAGES),
    width: side,
    height: side,
    steps: z.array(count).min(1).max(MAX_SHEET_IMAGES),
  })
  .refine(({ steps }) => steps.every((step, at) => at === 0 || step > steps[at - 1]!));

const record = z.strictObject({
  modelName: text(500),
  modelHash: z.union([hash, z.literal('')]),
  runtime: text(200),
  provider: text(200),
  device: text(200).optional(),
  attention: z.literal('fused').optional(),
  layout: z.literal('plain').optional(),
  precision: z.literal('half').optional(),
  together: count.optional(),
  job,
  infotext: text(MAX_PLAIN_DATA),
  loadMs: amount,
  renderMs: amount,
  unmatched: z
    .array(z.strictObject({ lora: text(500), key: text(1_000), reason: text(1_000) }))
    .max(MAX_ENTRIES)
    .optional(),
});

const poolEntry = z.strictObject({
  modelDir: path,
  modelName: text(500),
  loras: z.array(z.strictObject({ id: text(500), weight: z.number() })).max(MAX_ENTRIES),
  isAdaptable: z.boolean().optional(),
  vae: text(500).optional(),
  bytes: amount,
  leases: count,
  loadMs: amount,
  lastUsedAt: z.number(),
});

const pool = z.strictObject({
  entries: z.array(poolEntry).max(MAX_ENTRIES),
  budgetBytes: amount,
  reservedBytes: amount.optional(),
  rssBytes: amount,
  device: z
    .strictObject({ budgetBytes: amount, bytes: amount, reservedBytes: amount, usedBytes: amount.optional() })
    .optional(),
  hits: count,
  misses: count,
  evictions: count,
  outOfMemory: count,
  loadSeconds: amount,
});

const step = { takeId: id, imageIndex: count, step: count };

const RENDERER_REPORT = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), pid: count, device: DeviceView.optional() }),
  z.strictObject({ type: z.literal('device'), device: DeviceView }),
  z.strictObject({ type: z.literal('stopping') }),
  z.strictObject({
    type: z.literal('loading'),
    takeId: id,
    fetching: z.strictObject({ bytes: amount, of: amount }).optional(),
  }),
  z.strictObject({ type: z.literal('loaded'), takeId: id }),
  z.strictObject({
    type: z.literal('step'),
    ...step,
    images: count,
    steps: count,
    msLeft: z.number(),
    pauseMs: amount.optional(),
    frame: frame.optional(),
    smaller: z.array(frame).max(SMALL_FRAME_SIDES.length).optional(),
  }),
  z.strictObject({ type: z.literal('steered'), ...step, steerId: id }),
  z.strictObject({
    type: z.literal('finished'),
    takeId: id,
    images: z.array(image).max(LIMITS.batch.max),
    record,
  }),
  z.strictObject({ type: z.literal('cancelled'), takeId: id, step: count }),
  z.strictObject({ type: z.literal('failed'), takeId: id, code: text(100), detail: text(10_000) }),
  z.strictObject({
    type: z.literal('counted'),
    requestId: count,
    counts: z
      .array(z.strictObject({ tokens: count, limit: count, parts: z.array(count).max(LIMITS.promptParts).optional() }))
      .max(MAX_ENTRIES),
  }),
  z.strictObject({
    type: z.literal('forecast'),
    requestId: count,
    inMemory: z.boolean(),
    loadMs: amount.optional(),
    evicts: z.array(path).max(MAX_ENTRIES),
  }),
  z.strictObject({ type: z.literal('replay'), requestId: count, sheet: sheet.optional() }),
  z.strictObject({ type: z.literal('pool'), state: pool }),
]);

const measurements = z.strictObject({
  loadMs: amount,
  stepMs: amount,
  heldBytes: amount,
  peakRssBytes: amount,
  width: side,
  height: side,
});

const PROBE_REPORT = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('loaded') }),
  z.strictObject({ type: z.literal('fits'), facts: measurements }),
  z.strictObject({
    type: z.literal('rejected'),
    code: z.enum([
      'MODEL_FOLDER_INVALID',
      'MODEL_OUT_OF_MEMORY',
      'RENDER_NAN',
      'MODEL_PROBE_CRASHED',
      'MODEL_PROBE_TIMEOUT',
    ]),
    detail: text(10_000),
    says: z
      .record(text(100), z.union([text(1_000), z.number()]))
      .refine((values) => Object.keys(values).length <= 50)
      .optional(),
  }),
]);

/** A parsed report, or which part of the message is wrong. */
export type Parsed<T> = { readonly report: T } | { readonly problem: string };

const parse = <T>(schema: z.ZodType, message: unknown): Parsed<T> => {
  const { data, error } = schema.safeParse(message);
  if (!error) return { report: data as T };
  const [issue] = error.issues;
  return { problem: `it sent an invalid report (${issue?.path.join('.')}: ${issue?.message})`.slice(0, 300) };
};

/** A schema that parses every type of report. A missing one doesn't compile. */
type Complete<Report extends { readonly type: string }, Schema extends z.ZodType<{ readonly type: string }>> = [
  Exclude<Report['type'], z.infer<Schema>['type']>,
] extends [never]
  ? Schema
  : never;

export const parseRendererReport = (message: unknown): Parsed<RendererReport> =>
  parse(RENDERER_REPORT satisfies Complete<RendererReport, typeof RENDERER_REPORT>, message);
export const parseProbeReport = (message: unknown): Parsed<ProbeReport> =>
  parse(PROBE_REPORT satisfies Complete<ProbeReport, typeof PROBE_REPORT>, message);
