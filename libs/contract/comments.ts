import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { EmojiCount } from './posts.js';
import { Timestamp, ClientId, Id, text, limitCombiningMarks, nonBlankText } from './primitives.js';

/** What can be commented on. */
export const COMMENT_SUBJECT_KINDS = ['post', 'model'] as const;
export type CommentSubjectKind = (typeof COMMENT_SUBJECT_KINDS)[number];
export const CommentSubject = z.strictObject({ kind: z.enum(COMMENT_SUBJECT_KINDS), id: Id });
export type CommentSubject = z.infer<typeof CommentSubject>;

/** A comment on a post or a model. Replies are nested one level deep. Mentions as in chat. */
export const CommentView = z
  .strictObject({
    id: Id,
    subject: CommentSubject,
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

/** Oldest first. With `parentId`, the replies to that comment. With `last`, the latest comments and replies, newest first. */
export const CommentQuery = z.strictObject({
  parentId: Id.optional(),
  cursor: z.string().max(200).optional(),
  last: z.literal('yes').optional(),
});
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

const CommentText = limitCombiningMarks(nonBlankText(LIMITS.commentLength));
export const AddComment = z.strictObject({
  subject: CommentSubject,
  clientId: ClientId,
  parentId: Id.optional(),
  text: CommentText,
});
export const EditComment = z.strictObject({ commentId: Id, text: CommentText });
export const DeleteComment = z.strictObject({ commentId: Id });
export const CommentReply = z.strictObject({ comment: CommentView });

/** What `comments.react` reacts to. Reactions to messages are events of their room. */
export const ReactionSubject = z.strictObject({ kind: z.enum(['post', 'model', 'comment', 'review']), id: Id });
export type ReactionSubject = z.infer<typeof ReactionSubject>;
export const SetReaction = z.strictObject({
  subject: ReactionSubject,
  emoji: text(LIMITS.emojiLength, 1),
  on: z.boolean(),
});
/** The most frequent emoji first, and the requester's. */
export const ReactionsReply = z.strictObject({ reactions: z.array(EmojiCount), myReactions: z.array(z.string()) });
