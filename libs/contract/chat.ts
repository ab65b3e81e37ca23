import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { Timestamp, ClientId, Id, Seq, text, limitCombiningMarks, nonBlankText } from './primitives.js';

/**
 * `<@ID>` in a text mentions a user, `<@room>` the whole room. Names are looked up on display, so that deleted names
 * don't remain in texts of others.
 */
export const MENTION = /<@(room|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/g;

/** One emoji, the number of users, and the first of them in order. */
export const ReactionView = z
  .strictObject({
    emoji: z.string(),
    count: z.number().int().positive(),
    /** At most `LIMITS.namedReactors`. `chat.listReactions` returns all. */
    users: z.array(UserView),
    /** The viewer, if they reacted but aren't among `users`. */
    myUserId: Id.optional(),
  })
  .meta({ id: 'Reaction' });
export type ReactionView = z.infer<typeof ReactionView>;

/** The message a reply refers to, in its current state. `text` is its beginning, empty if deleted. */
export const QuoteView = z
  .strictObject({ messageId: Id, seq: Seq, author: UserView, text: z.string(), isDeleted: z.boolean() })
  .meta({ id: 'Quote' });
export type QuoteView = z.infer<typeof QuoteView>;
/** Cuts a text to the length of a quote without splitting a surrogate pair. */
export const truncateQuote = (text: string): string =>
  text.slice(0, LIMITS.quoteLength).replace(/[\ud800-\udbff]$/, '');

/** An image in a message, uploaded to the room before. */
export const AttachmentView = z
  .strictObject({ id: Id, url: z.string(), width: z.number().int(), height: z.number().int() })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.infer<typeof AttachmentView>;

/**
 * A take, or one image of it, shared as a card. It may belong to another room; users without access to that room see no
 * more than this.
 */
export const SharedTake = z
  .strictObject({
    roomId: Id,
    takeId: Id,
    image: z.number().int().nonnegative().optional(),
    /** Shows how the image came about. */
    clip: z.literal(true).optional(),
  })
  .meta({ id: 'SharedTake' });
export type SharedTake = z.infer<typeof SharedTake>;

export const MessageView = z
  .strictObject({
    id: Id,
    roomId: Id,
    seq: Seq,
    /** Of the command that created it. The author's client merges its own echo by it. */
    clientId: ClientId,
    author: UserView,
    /** Empty if deleted, or if the message has only images. */
    text: z.string(),
    at: Timestamp,
    reactions: z.array(ReactionView),
    /** Mentioned users who can be notified. */
    mentions: z.array(UserView).optional(),
    replyTo: QuoteView.optional(),
    attachments: z.array(AttachmentView).optional(),
    sharedTake: SharedTake.optional(),
    editedAt: Timestamp.optional(),
    deleted: z.strictObject({ by: UserView, at: Timestamp }).optional(),
    pinned: z.strictObject({ by: UserView, at: Timestamp }).optional(),
  })
  .meta({ id: 'Message' });
export type MessageView = z.infer<typeof MessageView>;

const inRoom = { roomId: Id };
const idempotentInRoom = { ...inRoom, clientId: ClientId };
const aboutMessage = { ...idempotentInRoom, messageId: Id };
const limit = z.number().int().min(1).max(LIMITS.messagesPerPage).default(LIMITS.messagesPerPage);

const MessageText = nonBlankText(LIMITS.messageLength);
/** Requires at least one of text, attachments, and a shared take. */
export const SendMessage = z
  .strictObject({
    ...idempotentInRoom,
    text: limitCombiningMarks(text(LIMITS.messageLength)).default(''),
    replyTo: Id.optional(),
    attachments: z.array(Id).min(1).max(LIMITS.attachmentsPerMessage).optional(),
    sharedTake: SharedTake.optional(),
  })
  .refine((text) => text.attachments || text.sharedTake || MessageText.safeParse(text.text).success, {
    message: 'empty',
    path: ['text'],
  });
export const EditMessage = z.strictObject({
  ...aboutMessage,
  text: limitCombiningMarks(nonBlankText(LIMITS.messageLength)),
});
export const DeleteMessage = z.strictObject(aboutMessage);
export const PinMessage = z.strictObject({ ...aboutMessage, on: z.boolean() });
export const React = z.strictObject({ ...aboutMessage, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });

/** Users who gave an emoji, page by page. */
export const ListReactions = z.strictObject({
  ...inRoom,
  messageId: Id,
  emoji: text(LIMITS.emojiLength, 1),
  cursor: z.string().max(200).optional(),
});
export const ReactionPage = z
  .strictObject({ count: z.number().int(), users: z.array(UserView), nextCursor: z.string().nullable() })
  .meta({ id: 'ReactionPage' });
export type ReactionPage = z.infer<typeof ReactionPage>;

/** Messages before a seq, newest first. */
export const MessagesBefore = z.strictObject({ ...inRoom, beforeSeq: Seq, limit });
/** The messages directly after a seq, newest first. */
export const MessagesAfter = z.strictObject({ ...inRoom, afterSeq: Seq, limit });
/** A page centered on a message or a seq. */
export const MessagesAround = z
  .strictObject({ ...inRoom, messageId: Id.optional(), seq: Seq.optional(), limit })
  .refine(({ messageId, seq }) => (messageId === undefined) !== (seq === undefined), 'either messageId or seq');
/** `seq` is the room's when the page was read. The messages reflect all events up to it. */
export const MessagePage = z
  .strictObject({ messages: z.array(MessageView), hasMore: z.boolean(), seq: Seq.optional() })
  .meta({ id: 'MessagePage' });
export type MessagePage = z.infer<typeof MessagePage>;
export const MessageWindow = z
  .strictObject({ messages: z.array(MessageView), hasOlder: z.boolean(), hasNewer: z.boolean(), seq: Seq })
  .meta({ id: 'MessageWindow' });
export type MessageWindow = z.infer<typeof MessageWindow>;
/** Most recently pinned first. */
export const PinnedMessages = z.strictObject({ messages: z.array(MessageView) }).meta({ id: 'PinnedMessages' });
/** Earlier texts of an edited message, oldest first. */
export const MessageEdits = z
  .strictObject({ versions: z.array(z.strictObject({ text: z.string(), at: Timestamp })) })
  .meta({ id: 'MessageEdits' });
export const Typing = z.strictObject(inRoom);

const search = {
  text: text(LIMITS.searchLength),
  authorId: Id.optional(),
  /** Half-open: from <= at < until. */
  from: Timestamp.optional(),
  until: Timestamp.optional(),
  cursor: z.string().max(200).optional(),
};
export const SearchMessages = z.strictObject({ ...inRoom, ...search });
export const SearchMyMessages = z.strictObject(search);
/** Newest first. `total` counts up to LIMITS.searchTotal. */
export const MessageSearchResults = z
  .strictObject({
    hits: z.array(z.strictObject({ message: MessageView, room: z.strictObject({ id: Id, name: z.string() }) })),
    total: z.number().int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'MessageSearchResults' });
export type MessageSearchResults = z.infer<typeof MessageSearchResults>;

/** Which messages of a room notify a user: all, mentions and replies, or none. */
export const NotificationLevel = z.enum(['all', 'mentions', 'nothing']);
export type NotificationLevel = z.infer<typeof NotificationLevel>;

/**
 * What a user hasn't read in a room, the same on every device. `unread` counts messages of others, `mentions` those
 * that mention the user.
 */
export const ReadState = z
  .strictObject({
    roomId: Id,
    readSeq: Seq,
    unread: z.number().int(),
    mentions: z.number().int(),
    notificationLevel: NotificationLevel,
  })
  .meta({ id: 'ReadState' });
export type ReadState = z.infer<typeof ReadState>;
/** Marks everything up to `seq` as read. Never moves back. */
export const MarkRead = z.strictObject({ ...inRoom, seq: Seq });
/** Marks this message and all after it as unread. */
export const MarkUnread = z.strictObject({ ...inRoom, messageId: Id });
export const SetNotificationLevel = z.strictObject({ ...inRoom, notificationLevel: NotificationLevel });
