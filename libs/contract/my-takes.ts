import { z } from 'zod';
import { TakeView } from './generation.js';
import { LIMITS } from './limits.js';
import { Timestamp, Id, text } from './primitives.js';

const searchFields = { search: text(LIMITS.searchLength).default(''), cursor: z.string().max(200).optional() };

/**
 * All takes of the requester, newest first. `search` matches prompts. Each request scans a bounded number of takes, so
 * a page can be short or empty and still have a next cursor.
 */
export const MyTakesQuery = z.strictObject({
  ...searchFields,
  status: z.enum(['all', 'finished', 'failed']).default('all'),
});
export type MyTakesQuery = z.infer<typeof MyTakesQuery>;
/** `canOpen`: whether the requester can still open its room. `postIds`: posts of published images, by index. */
export const MyTake = z
  .strictObject({
    take: TakeView,
    room: z.strictObject({ id: Id, name: z.string(), canOpen: z.boolean() }),
    postIds: z.record(z.string(), Id),
  })
  .meta({ id: 'MyTake' });
export type MyTake = z.infer<typeof MyTake>;
export const MyTakePage = z
  .strictObject({ takes: z.array(MyTake), nextCursor: z.string().nullable() })
  .meta({ id: 'MyTakePage' });
export type MyTakePage = z.infer<typeof MyTakePage>;

export const MyPromptsQuery = z.strictObject(searchFields);
/** Prompts the requester rendered with, each once, last used first. `takeId` is the latest take. */
export const MyPrompt = z
  .strictObject({
    prompt: z.string(),
    negative: z.string(),
    times: z.number().int(),
    lastAt: Timestamp,
    takeId: Id,
    previewUrl: z.string().nullable(),
  })
  .meta({ id: 'MyPrompt' });
export type MyPrompt = z.infer<typeof MyPrompt>;
export const MyPromptPage = z
  .strictObject({ prompts: z.array(MyPrompt), nextCursor: z.string().nullable() })
  .meta({ id: 'MyPromptPage' });
export type MyPromptPage = z.infer<typeof MyPromptPage>;

/** Comma-separated ids of takes of a room, at most one page. */
export const PublishedTakesQuery = z.strictObject({
  takeIds: z
    .string()
    .max(LIMITS.takesPerPage * 37)
    .default('')
    .transform((ids) => ids.split(',').filter((id) => id !== ''))
    .pipe(z.array(Id).max(LIMITS.takesPerPage)),
});
/** Takes with published images. `postIds` as in MyTake. */
export const PublishedTakes = z
  .strictObject({ takes: z.array(z.strictObject({ takeId: Id, postIds: z.record(z.string(), Id) })) })
  .meta({ id: 'PublishedTakes' });
export type PublishedTakes = z.infer<typeof PublishedTakes>;
