import { z } from 'zod';
import { PersonView } from './accounts.js';
import { LIMITS } from './limits.js';
import { EmojiCount } from './posts.js';
import { At, ClientId, Id, text, withoutTowers, words } from './primitives.js';

/** Said about a picture. Replies stand beneath what they answer, one step deep. Mentions as in chat. */
export const CommentView = z
  .strictObject({
    id: Id,
    postId: Id,
    /** The comment it stands beneath. */
    parentId: Id.nullable(),
    /** Of the command that made it. */
    clientId: ClientId,
    author: PersonView,
    /** Empty when it was removed. */
    text: z.string(),
    mentions: z.array(PersonView),
    at: At,
    editedAt: At.optional(),
    removed: z.strictObject({ by: PersonView, at: At }).optional(),
    reactions: z.array(EmojiCount),
    replyCount: z.number().int(),
  })
  .meta({ id: 'Comment' });
export type CommentView = z.infer<typeof CommentView>;

/** Oldest first; with `parentId` the replies to one. */
export const CommentQuery = z.strictObject({ parentId: Id.optional(), cursor: z.string().max(200).optional() });
/** `replies`: the first few beneath each of them. `mine`: the emoji I gave, by comment. */
export const CommentPage = z
  .strictObject({
    comments: z.array(CommentView),
    replies: z.array(CommentView),
    mine: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'CommentPage' });
export type CommentPage = z.infer<typeof CommentPage>;

const Said = withoutTowers(words(LIMITS.commentLength));
export const SayComment = z.strictObject({
  postId: Id,
  clientId: ClientId,
  parentId: Id.optional(),
  text: Said,
});
export const EditComment = z.strictObject({ commentId: Id, text: Said });
export const RemoveComment = z.strictObject({ commentId: Id });
export const ReactToComment = z.strictObject({ commentId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
export const CommentSaid = z.strictObject({ comment: CommentView });
