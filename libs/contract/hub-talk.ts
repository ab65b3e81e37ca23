import { z } from 'zod';
import { PersonView } from './accounts.js';
import { CommentQuery } from './comments.js';
import { LIMITS } from './limits.js';
import { EmojiCount } from './posts.js';
import { At, ClientId, Id, text, withoutTowers, words } from './primitives.js';

/** What somebody who used it says, one for each person; said again, it is said otherwise. */
export const ReviewView = z
  .strictObject({
    id: Id,
    modelId: Id,
    author: PersonView,
    stars: z.number().int().min(1).max(5),
    words: z.string(),
    /** Of the version that was the newest then. */
    label: z.string(),
    at: At,
    editedAt: At.optional(),
    reactions: z.array(EmojiCount),
  })
  .meta({ id: 'Review' });
export type ReviewView = z.infer<typeof ReviewView>;
/** How many gave one star, two, … five. */
export const StarSpread = z.array(z.number().int()).length(5);
export const ReviewPage = z
  .strictObject({
    reviews: z.array(ReviewView),
    spread: StarSpread,
    mine: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ReviewPage' });
export type ReviewPage = z.infer<typeof ReviewPage>;
export const GiveReview = z.strictObject({
  modelId: Id,
  stars: z.number().int().min(1).max(5),
  words: withoutTowers(text(LIMITS.reviewLength)).default(''),
});

/** Said about a model. Answers stand one step deep. */
export const HubCommentView = z
  .strictObject({
    id: Id,
    modelId: Id,
    parentId: Id.nullable(),
    clientId: ClientId,
    author: PersonView,
    text: z.string(),
    mentions: z.array(PersonView),
    at: At,
    editedAt: At.optional(),
    removed: z.strictObject({ by: PersonView, at: At }).optional(),
    reactions: z.array(EmojiCount),
    replyCount: z.number().int(),
  })
  .meta({ id: 'HubComment' });
export type HubCommentView = z.infer<typeof HubCommentView>;
/** As CommentQuery; with `last` the last few that were said, whatever they stand beneath, the newest first. */
export const HubCommentQuery = CommentQuery.extend({ last: z.literal('yes').optional() });
export const HubCommentPage = z
  .strictObject({
    comments: z.array(HubCommentView),
    replies: z.array(HubCommentView),
    mine: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HubCommentPage' });
export type HubCommentPage = z.infer<typeof HubCommentPage>;
export const SayOfModel = z.strictObject({
  modelId: Id,
  clientId: ClientId,
  parentId: Id.optional(),
  text: withoutTowers(words(LIMITS.commentLength)),
});
/** An emoji for something said: a comment or a review. */
export const ReactToSaid = z.strictObject({ id: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });

export const AboutHubModel = z.strictObject({ modelId: Id });
export const ReactToModel = z.strictObject({ modelId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
