import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { EmojiCount } from './posts.js';
import { Timestamp, Id, text, limitCombiningMarks } from './primitives.js';

/** A review of a model, one for each user. Reviewing again replaces it. */
export const ReviewView = z
  .strictObject({
    id: Id,
    modelId: Id,
    author: UserView,
    stars: z.number().int().min(1).max(5),
    text: z.string(),
    /** Label of the newest version at that time. */
    label: z.string(),
    at: Timestamp,
    editedAt: Timestamp.optional(),
    reactions: z.array(EmojiCount),
  })
  .meta({ id: 'Review' });
export type ReviewView = z.infer<typeof ReviewView>;
/** Number of reviews with one star, two, … five. */
export const StarHistogram = z.array(z.number().int()).length(5);
export const ReviewPage = z
  .strictObject({
    reviews: z.array(ReviewView),
    starHistogram: StarHistogram,
    myReactions: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ReviewPage' });
export type ReviewPage = z.infer<typeof ReviewPage>;
export const SetReview = z.strictObject({
  modelId: Id,
  stars: z.number().int().min(1).max(5),
  text: limitCombiningMarks(text(LIMITS.reviewLength)).default(''),
});

export const HubModelRef = z.strictObject({ modelId: Id });
