import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { Timestamp, ClientId, Id, Seq, text, limitCombiningMarks, nonBlankText } from './primitives.js';

/**
 * In a text `<@ID>` is a mention of a user and `<@room>` one of everybody in the room. Names are looked up when it is
 * shown, so that nobody's name stays in what others wrote.
 */
export const MENTION = /<@(room|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/g;

/** One emoji, how many have given it, and the first of them, in the order they did. */
export const ReactionView = z
  .strictObject({
    emoji: z.string(),
    count: z.number().int().positive(),
    /** From the server `LIMITS.reactionNames` at most; `chat.listReactions` has them all. */
    users: z.array(UserView),
    /** Who reads this, where they gave it and are not among those named. */
    myUserId: Id.optional(),
  })
  .meta({ id: 'Reaction' });
export type ReactionView = z.infer<typeof ReactionView>;

/** What a message answers, as it is now. `text` is its beginning; empty when it was removed. */
export const QuoteView = z
  .strictObject({ messageId: Id, seq: Seq, author: UserView, text: z.string(), isDeleted: z.boolean() })
  .meta({ id: 'Quote' });
export type QuoteView = z.infer<typeof QuoteView>;
/** The beginning of a text as it is quoted; no character is cut in half. */
export const truncateQuote = (text: string): string =>
  text.slice(0, LIMITS.quoteLength).replace(/[\ud800-\udbff]$/, '');

/** An image in a message: one that was uploaded into the room. */
export const AttachmentView = z
  .strictObject({ id: Id, url: z.string(), width: z.number().int(), height: z.number().int() })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.infer<typeof AttachmentView>;

/** A take, or one image of it, shared as a card. The take may be of another room; who may not see that one sees no more than this. */
export const SharedTake = z
  .strictObject({ roomId: Id, takeId: Id, image: z.number().int().nonnegative().optional() })
  .meta({ id: 'TakeCard' });
export type SharedTake = z.infer<typeof SharedTake>;

/** Optional fields are absent where there is nothing. */
export const MessageView = z
  .strictObject({
    id: Id,
    roomId: Id,
    seq: Seq,
    /** Of the command that made it: the author's own echo merges by it. */
    clientId: ClientId,
    author: UserView,
    /** Empty when it was removed, or says everything by its images. */
    text: z.string(),
    at: Timestamp,
    reactions: z.array(ReactionView),
    /** Those whom the text mentions and who can be told. */
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
const creating = { ...inRoom, clientId: ClientId };
const aboutMessage = { ...creating, messageId: Id };
const limit = z.number().int().min(1).max(LIMITS.messagesPerPage).default(LIMITS.messagesPerPage);

const Said = nonBlankText(LIMITS.messageLength);
/** Words, images or a card: one of them at least. */
export const SendMessage = z
  .strictObject({
    ...creating,
    text: limitCombiningMarks(text(LIMITS.messageLength)).default(''),
    replyTo: Id.optional(),
    attachments: z.array(Id).min(1).max(LIMITS.attachmentsPerMessage).optional(),
    sharedTake: SharedTake.optional(),
  })
  .refine((text) => text.attachments || text.sharedTake || Said.safeParse(text.text).success, {
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

/** Who gave an emoji: the first of them, and after a cursor those who follow. */
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

/** Messages before a seq, newest first on the wire. */
export const MessagesBefore = z.strictObject({ ...inRoom, beforeSeq: Seq, limit });
/** Messages after a seq, newest first on the wire: those next to it. */
export const MessagesAfter = z.strictObject({ ...inRoom, afterSeq: Seq, limit });
/** A page with a message, or the place of a seq, in its middle. */
export const MessagesAround = z
  .strictObject({ ...inRoom, messageId: Id.optional(), seq: Seq.optional(), limit })
  .refine(({ messageId, seq }) => (messageId === undefined) !== (seq === undefined), 'either messageId or seq');
/** `seq` is the room's when it was read: whatever happened up to there is in these messages. */
export const MessagePage = z
  .strictObject({ messages: z.array(MessageView), hasMore: z.boolean(), seq: Seq.optional() })
  .meta({ id: 'MessagePage' });
export type MessagePage = z.infer<typeof MessagePage>;
export const MessageWindow = z
  .strictObject({ messages: z.array(MessageView), hasOlder: z.boolean(), hasNewer: z.boolean(), seq: Seq })
  .meta({ id: 'MessageWindow' });
export type MessageWindow = z.infer<typeof MessageWindow>;
/** The newest pinned first. */
export const PinnedMessages = z.strictObject({ messages: z.array(MessageView) }).meta({ id: 'PinnedMessages' });
/** What a message said before it was edited, oldest first. */
export const MessageEdits = z
  .strictObject({ versions: z.array(z.strictObject({ text: z.string(), at: Timestamp })) })
  .meta({ id: 'MessageHistory' });
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
/** Newest first. `room` names where a hit is; `total` counts at most to LIMITS.searchTotal. */
export const MessageSearchResults = z
  .strictObject({
    hits: z.array(z.strictObject({ message: MessageView, room: z.strictObject({ id: Id, name: z.string() }) })),
    total: z.number().int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'MessagesFound' });
export type MessageSearchResults = z.infer<typeof MessageSearchResults>;

/** How much of a room reaches somebody: everything, mentions and answers only, nothing. */
export const NotificationLevel = z.enum(['all', 'mentions', 'nothing']);
export type NotificationLevel = z.infer<typeof NotificationLevel>;

/** What of a room somebody has not read, the same on every device. `unread` counts others' messages, `mentions` those that call them. */
export const ReadState = z
  .strictObject({
    roomId: Id,
    readSeq: Seq,
    unread: z.number().int(),
    mentions: z.number().int(),
    notificationLevel: NotificationLevel,
  })
  .meta({ id: 'ReadMark' });
export type ReadState = z.infer<typeof ReadState>;
/** Everything up to seq is read; never goes back. */
export const MarkRead = z.strictObject({ ...inRoom, seq: Seq });
/** From this message on it is unread again. */
export const MarkUnread = z.strictObject({ ...inRoom, messageId: Id });
export const SetNotificationLevel = z.strictObject({ ...inRoom, notificationLevel: NotificationLevel });
