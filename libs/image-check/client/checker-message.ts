import { z } from 'zod';
import type { CheckerMessage } from '../checker-protocol.js';

/** The process decodes files of strangers, so its messages are not trusted. */

const id = z.number().int();
const score = z.number().min(-1e6).max(1e6);
const byName = <T extends z.ZodType>(value: T) =>
  z.record(z.string().max(100), value).refine((all) => Object.keys(all).length <= 1_000);

const MESSAGE = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ready'),
    name: z.string().max(500),
    thresholds: byName(z.looseObject({})),
    startMs: z.number(),
  }),
  z.strictObject({
    type: z.literal('verdict'),
    id,
    defect: z.looseObject({ kind: z.string().max(100) }).nullable(),
    classes: byName(score),
    ms: z.number(),
    rssBytes: z.number(),
  }),
  z.strictObject({ type: z.literal('unreadable'), id }),
]);

/** @returns undefined for a message that no checker of this version sends */
export const parseCheckerMessage = (message: unknown): CheckerMessage | undefined =>
  MESSAGE.safeParse(message).data as CheckerMessage | undefined;
