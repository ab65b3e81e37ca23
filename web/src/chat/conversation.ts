import type { LogPayload, MessagePage, MessageView, PersonView, ReactionView } from '@visionary/contract';

/** What of a room's messages is known here: everything from the oldest loaded one on, by seq. */
export interface Conversation {
  readonly messages: readonly MessageView[];
  /** True when older ones can be asked for. */
  readonly more: boolean;
}

export const EMPTY: Conversation = { messages: [], more: false };

const bySeq = (a: MessageView, b: MessageView) => a.seq - b.seq;

/** A message of the log; the same one again changes nothing. */
export function withMessage(known: Conversation, message: MessageView): Conversation {
  if (known.messages.some(({ id }) => id === message.id)) return known;
  const messages = [...known.messages, message];
  const last = known.messages.at(-1);
  return { ...known, messages: last && last.seq > message.seq ? messages.sort(bySeq) : messages };
}

/** A page of older ones, in any order. */
export function withOlder(known: Conversation, page: MessagePage): Conversation {
  const byId = new Map([...page.messages, ...known.messages].map((message) => [message.id, message]));
  return { messages: [...byId.values()].sort(bySeq), more: page.more };
}

/** An emoji given or taken back. Of a message that is not loaded nothing is known and nothing changes. */
export function withReaction(known: Conversation, change: LogPayload<'chat.reacted'>): Conversation {
  const messages = known.messages.map((message) =>
    message.id === change.messageId ? { ...message, reactions: changed(message.reactions, change) } : message,
  );
  return { ...known, messages };
}

interface ReactionChange {
  readonly emoji: string;
  readonly person: PersonView;
  readonly on: boolean;
}

function changed(reactions: readonly ReactionView[], { emoji, person, on }: ReactionChange): ReactionView[] {
  const given = reactions.find((reaction) => reaction.emoji === emoji);
  const people = (given?.people ?? []).filter(({ id }) => id !== person.id);
  // Who gave it already keeps their place in the row.
  if (on && given && people.length < given.people.length) return [...reactions];
  const after = { emoji, people: on ? [...people, person] : people };
  const all = given ? reactions.map((reaction) => (reaction === given ? after : reaction)) : [...reactions, after];
  return all.filter((reaction) => reaction.people.length > 0);
}
