import { z } from 'zod';
import { UserView } from './accounts.js';
import { CommentQuery } from './comments.js';
import { LIMITS } from './limits.js';
import { EmojiCount } from './posts.js';
import { Timestamp, ClientId, Id, text, limitCombiningMarks, nonBlankText } from './primitives.js';

/** A review of a model, one for each user. Reviewing again replaces it. */
export const ReviewView = z
  .strictObject({
    id: Id,
    modelId: Id,
    author: UserView,
    stars: z.number().int().min(1).max(5),
    words: z.string(),
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
  words: limitCombiningMarks(text(LIMITS.reviewLength)).default(''),
});

/** A comment on a model. Replies are nested one level deep. */
export const HubCommentView = z
  .strictObject({
    id: Id,
    modelId: Id,
    parentId: Id.nullable(),
    clientId: ClientId,
    author: UserView,
    text: z.string(),
    mentions: z.array(UserView),
    at: Timestamp,
    editedAt: Timestamp.optional(),
    deleted: z.strictObject({ by: UserView, at: Timestamp }).optional(),
    reactions: z.array(EmojiCount),
    replyCount: z.number().int(),
  })
  .meta({ id: 'HubComment' });
export type HubCommentView = z.infer<typeof HubCommentView>;
/** Like CommentQuery. With `last`, the latest few comments and replies, newest first. */
export const HubCommentQuery = CommentQuery.extend({ last: z.literal('yes').optional() });
export const HubCommentPage = z
  .strictObject({
    comments: z.array(HubCommentView),
    replies: z.array(HubCommentView),
    myReactions: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HubCommentPage' });
export type HubCommentPage = z.infer<typeof HubCommentPage>;
export const AddModelComment = z.strictObject({
  modelId: Id,
  clientId: ClientId,
  parentId: Id.optional(),
  text: limitCombiningMarks(nonBlankText(LIMITS.commentLength)),
});
/** Reaction to a comment or review. */
export const ReactToFeedback = z.strictObject({ id: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });

export const HubModelRef = z.strictObject({ modelId: Id });
export const ReactToModel = z.strictObject({ modelId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
