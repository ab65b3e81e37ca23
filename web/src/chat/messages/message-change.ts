import {
  truncateQuote,
  type MessageView,
  type UserView,
  type QuoteView,
  type ReactionView,
  type RoomEventOf,
} from '@visionary/contract';

type RequestedText = 'chat.edited' | 'chat.deleted' | 'chat.pinned' | 'chat.reacted';
type Carried = RequestedText | 'chat.restored';
type ChangeOf<T extends Carried> = Pick<RoomEventOf<T>, 'type' | 'payload'>;

/** The changes that a message can undergo. */
export type MessageChange = { [T in Carried]: ChangeOf<T> }[Carried];
/** What the client can request for an existing message. */
export type RequestedChange = { [T in RequestedText]: ChangeOf<T> }[RequestedText];

export const isMessageChange = <E extends { readonly type: string }>(
  event: E,
): event is Extract<E, { type: Carried }> =>
  ['chat.edited', 'chat.deleted', 'chat.restored', 'chat.pinned', 'chat.reacted'].includes(event.type);

/** Applies a change to a message. */
export function withChange(message: MessageView, change: MessageChange): MessageView {
  switch (change.type) {
    case 'chat.edited': {
      const { mentions: _, ...rest } = message;
      const { text, mentions, editedAt } = change.payload;
      return { ...rest, text, editedAt, ...(mentions ? { mentions } : {}) };
    }
    case 'chat.deleted':
      return removed(message, change.payload);
    case 'chat.restored':
      return change.payload.message;
    case 'chat.pinned': {
      const { pinned: _, ...rest } = message;
      const { by, at, on } = change.payload;
      return on ? { ...rest, pinned: { by, at } } : rest;
    }
    case 'chat.reacted':
      return { ...message, reactions: withReaction(message.reactions, change.payload) };
    default:
      return change satisfies never;
  }
}

/** Updates the quote in replies to a message. */
export function withQuoteChange(message: MessageView, change: MessageChange): MessageView {
  const { replyTo } = message;
  if (!replyTo || replyTo.messageId !== change.payload.messageId) return message;
  const quote = quoteAfter(replyTo, change);
  return quote === replyTo ? message : { ...message, replyTo: quote };
}

function quoteAfter(quote: QuoteView, change: MessageChange): QuoteView {
  if (change.type === 'chat.edited') return { ...quote, text: truncateQuote(change.payload.text) };
  if (change.type === 'chat.restored') {
    return { ...quote, text: truncateQuote(change.payload.message.text), isDeleted: false };
  }
  return change.type === 'chat.deleted' ? { ...quote, text: '', isDeleted: true } : quote;
}

/** Keeps author, place, and time; removes the content. */
function removed(message: MessageView, { by, at }: { by: UserView; at: number }): MessageView {
  const { id, roomId, seq, clientId, author, at: createdAt } = message;
  return { id, roomId, seq, clientId, author, text: '', at: createdAt, reactions: [], deleted: { by, at } };
}

interface ReactionChange {
  readonly emoji: string;
  readonly user: UserView;
  readonly on: boolean;
  readonly count?: number | undefined;
}

/** An emoji counts once per user, in order of time, and is removed with its last user. */
function withReaction(reactions: readonly ReactionView[], change: ReactionChange): ReactionView[] {
  const value = reactions.find(({ emoji }) => emoji === change.emoji);
  const after = reactionAfter(value ?? { emoji: change.emoji, count: 0, users: [] }, change);
  const all = value ? reactions.map((reaction) => (reaction === value ? after : reaction)) : [...reactions, after];
  return all.filter(({ count }) => count > 0);
}

function reactionAfter({ myUserId, ...value }: ReactionView, { user, on, count }: ReactionChange): ReactionView {
  const others = value.users.filter(({ id }) => id !== user.id);
  const isNamed = others.length < value.users.length;
  const isKnown = isNamed || myUserId === user.id;
  const users = on ? (isKnown ? value.users : [...others, user]) : others;
  // Pending changes and events of earlier versions have no number.
  const counted = count ?? value.count + (on ? (isKnown ? 0 : 1) : isKnown ? -1 : 0);
  return {
    ...value,
    users,
    count: counted,
    ...(myUserId !== undefined && (on || myUserId !== user.id) && { myUserId }),
  };
}
