import { z } from 'zod';
import { TakeView } from './generation.js';
import { LIMITS } from './limits.js';
import { Timestamp, Id, text } from './primitives.js';

const found = { search: text(LIMITS.searchLength).default(''), cursor: z.string().max(200).optional() };

/**
 * All I ever rendered, the newest first; `search` looks in prompts. One request reads so many takes and no more: a page may
 * be short, or empty, and still have a next cursor.
 */
export const MyTakesQuery = z.strictObject({ ...found, status: z.enum(['all', 'finished', 'failed']).default('all') });
export type MyTakesQuery = z.infer<typeof MyTakesQuery>;
/** `mayEnter`: whether I can still open its room. `postIds` where an image of it was published, by index. */
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

export const MyPromptsQuery = z.strictObject(found);
/** Words I rendered with, each once, the last used first; `take` is the newest of them. */
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

/** Of takes of a room: their ids, with commas between; a page of takes at most. */
export const PublishedTakesQuery = z.strictObject({
  takeIds: z
    .string()
    .max(LIMITS.takesPerPage * 37)
    .default('')
    .transform((ids) => ids.split(',').filter((id) => id !== ''))
    .pipe(z.array(Id).max(LIMITS.takesPerPage)),
});
/** Those of which an image was published, as MyTake tells it. */
export const PublishedTakes = z
  .strictObject({ takes: z.array(z.strictObject({ takeId: Id, postIds: z.record(z.string(), Id) })) })
  .meta({ id: 'InFeed' });
export type PublishedTakes = z.infer<typeof PublishedTakes>;
