import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { EmojiCount } from './posts.js';
import { Timestamp, ClientId, Id, text, limitCombiningMarks, nonBlankText } from './primitives.js';

/** A comment on a post. Replies are nested one level deep. Mentions as in chat. */
export const CommentView = z
  .strictObject({
    id: Id,
    postId: Id,
    /** The comment it replies to. */
    parentId: Id.nullable(),
    /** Of the command that created it. */
    clientId: ClientId,
    author: UserView,
    /** Empty if deleted. */
    text: z.string(),
    mentions: z.array(UserView),
    at: Timestamp,
    editedAt: Timestamp.optional(),
    deleted: z.strictObject({ by: UserView, at: Timestamp }).optional(),
    reactions: z.array(EmojiCount),
    replyCount: z.number().int(),
  })
  .meta({ id: 'Comment' });
export type CommentView = z.infer<typeof CommentView>;

/** Oldest first. With `parentId`, the replies to that comment. */
export const CommentQuery = z.strictObject({ parentId: Id.optional(), cursor: z.string().max(200).optional() });
/** `replies`: the first few of each comment. `myReactions`: the requester's emoji by comment. */
export const CommentPage = z
  .strictObject({
    comments: z.array(CommentView),
    replies: z.array(CommentView),
    myReactions: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'CommentPage' });
export type CommentPage = z.infer<typeof CommentPage>;

const Said = limitCombiningMarks(nonBlankText(LIMITS.commentLength));
export const AddComment = z.strictObject({
  postId: Id,
  clientId: ClientId,
  parentId: Id.optional(),
  text: Said,
});
export const EditComment = z.strictObject({ commentId: Id, text: Said });
export const DeleteComment = z.strictObject({ commentId: Id });
export const ReactToComment = z.strictObject({ commentId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
export const CommentReply = z.strictObject({ comment: CommentView });
