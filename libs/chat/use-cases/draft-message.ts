import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import type { Author, SharedTake, Message } from '../domain/message.js';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { Attachments } from '../domain/attachments.js';
import type { ResolvedMentions } from './resolve-mentions.js';
import { complete, HydrateMessages } from './hydrate-messages.js';
import { CheckMessageText } from './take-words.js';

export interface MessageToSend {
  readonly roomId: string;
  readonly author: Author;
  readonly clientId: string;
  readonly text: string;
  readonly replyTo?: string | undefined;
  /** Ids of uploads. */
  readonly attachments?: readonly string[] | undefined;
  readonly sharedTake?: SharedTake | undefined;
}

type Unplaced<M extends { id: string; seq: number; at: number }> = Omit<M, 'id' | 'seq' | 'at'>;

/** A message that has no place in the log yet. */
export interface Draft {
  readonly stored: Unplaced<StoredMessage>;
  readonly view: Unplaced<Message>;
  readonly called: ResolvedMentions;
  /** What it answers. */
  readonly quoted: StoredMessage | null;
  /** With its id, once it is kept: those who moderate hear of words to be looked at. */
  flag(messageId: string): Promise<void>;
}

/** Puts together what somebody wants to say, and checks what it points at. */
@Injectable()
export class DraftMessage {
  constructor(
    private readonly messages: Messages,
    private readonly users: Users,
    private readonly attachments: Attachments,
    private readonly words: CheckMessageText,
    private readonly completing: HydrateMessages,
  ) {}

  /** Where the room is held: a message that was removed meanwhile may have taken them along. @throws Rejection CHAT_ATTACHMENT_NOT_FOUND */
  async requireAttachments({ roomId, attachments = [] }: MessageToSend): Promise<void> {
    await this.attachments.attachments(roomId, attachments);
  }

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND for what it answers, CHAT_ATTACHMENT_NOT_FOUND, SAFETY_BLOCKED_TERMS */
  async run(wanted: MessageToSend): Promise<Draft> {
    const { roomId, author, clientId, replyTo, sharedTake } = wanted;
    const quoted = replyTo === undefined ? null : await this.messages.find(roomId, replyTo);
    if (replyTo !== undefined && !quoted) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    const attachments = await this.attachments.attachments(roomId, wanted.attachments ?? []);
    const { text, called, flag } = await this.words.run(roomId, author.id, wanted.text);
    const mentions = called.users.map(({ userId }) => userId);
    const stored = {
      ...{ roomId, authorId: author.id, clientId, text, replyToId: quoted?.id ?? null, attachments, mentions },
      ...{ card: sharedTake ?? null, editedAt: null, deleted: null, pinned: null },
    };
    return { stored, called, quoted, flag, view: await this.view(stored, author, quoted) };
  }

  private async view(
    stored: Unplaced<StoredMessage>,
    author: Author,
    quoted: StoredMessage | null,
  ): Promise<Unplaced<Message>> {
    const others = [...stored.mentions, ...(quoted ? [quoted.authorId] : [])];
    const users = others.length ? await this.users.byIds(others) : new Map<string, Author>();
    const userOf = (id: string): Author => (id === author.id ? author : (users.get(id) ?? deletedUser(id)));
    const { id: _id, seq: _seq, at: _at, ...view } = complete({ ...stored, id: '', seq: 0, at: 0 }, userOf);
    return { ...view, ...(quoted && { replyTo: this.completing.quoteOf(quoted, userOf(quoted.authorId)) }) };
  }
}
