import { z } from 'zod';
import { PersonView } from './accounts.js';
import { LIMITS } from './limits.js';
import { At, ClientId, Id, Seq, text, words } from './primitives.js';

/** One emoji and the people who gave it, in the order they did. */
export const ReactionView = z.strictObject({ emoji: z.string(), people: z.array(PersonView) }).meta({ id: 'Reaction' });
export type ReactionView = z.infer<typeof ReactionView>;

export const MessageView = z
  .strictObject({
    id: Id,
    roomId: Id,
    seq: Seq,
    /** Of the command that made it: the author's own echo merges by it. */
    clientId: ClientId,
    author: PersonView,
    text: z.string(),
    at: At,
    reactions: z.array(ReactionView),
  })
  .meta({ id: 'Message' });
export type MessageView = z.infer<typeof MessageView>;

export const SendMessage = z.strictObject({ roomId: Id, clientId: ClientId, text: words(LIMITS.messageLength) });
export const React = z.strictObject({
  roomId: Id,
  clientId: ClientId,
  messageId: Id,
  emoji: text(LIMITS.emojiLength, 1),
  on: z.boolean(),
});
/** Messages before a seq, newest first on the wire. */
export const OlderMessages = z.strictObject({
  roomId: Id,
  beforeSeq: Seq,
  limit: z.number().int().min(1).max(LIMITS.messagesPerPage).default(LIMITS.messagesPerPage),
});
export const MessagePage = z
  .strictObject({ messages: z.array(MessageView), more: z.boolean() })
  .meta({ id: 'MessagePage' });
export type MessagePage = z.infer<typeof MessagePage>;
export const Typing = z.strictObject({ roomId: Id });
