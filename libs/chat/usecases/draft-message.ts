import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { nobody, People } from '@visionary/rooms';
import type { Author, Card, Message } from '../domain/message.js';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { Sharing } from '../domain/sharing.js';
import type { Called } from './call-people.js';
import { complete, CompleteMessages } from './complete-messages.js';
import { TakeWords } from './take-words.js';

export interface MessageToSend {
  readonly roomId: string;
  readonly author: Author;
  readonly clientId: string;
  readonly text: string;
  readonly replyTo?: string | undefined;
  /** Ids of uploads. */
  readonly attachments?: readonly string[] | undefined;
  readonly card?: Card | undefined;
}

type Unplaced<M extends { id: string; seq: number; at: number }> = Omit<M, 'id' | 'seq' | 'at'>;

/** A message that has no place in the log yet. */
export interface Draft {
  readonly stored: Unplaced<StoredMessage>;
  readonly view: Unplaced<Message>;
  readonly called: Called;
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
    private readonly people: People,
    private readonly sharing: Sharing,
    private readonly words: TakeWords,
    private readonly completing: CompleteMessages,
  ) {}

  /** Where the room is held: a message that was removed meanwhile may have taken them along. @throws Rejection CHAT_ATTACHMENT_UNKNOWN */
  async requireAttachments({ roomId, attachments = [] }: MessageToSend): Promise<void> {
    await this.sharing.attachments(roomId, attachments);
  }

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND for what it answers, CHAT_ATTACHMENT_UNKNOWN, SAFETY_WORDS */
  async run(wanted: MessageToSend): Promise<Draft> {
    const { roomId, author, clientId, replyTo, card } = wanted;
    const quoted = replyTo === undefined ? null : await this.messages.find(roomId, replyTo);
    if (replyTo !== undefined && !quoted) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    const attachments = await this.sharing.attachments(roomId, wanted.attachments ?? []);
    const { text, called, flag } = await this.words.run(roomId, author.id, wanted.text);
    const mentions = called.people.map(({ personId }) => personId);
    const stored = {
      ...{ roomId, authorId: author.id, clientId, text, replyToId: quoted?.id ?? null, attachments, mentions },
      ...{ card: card ?? null, editedAt: null, deleted: null, pinned: null },
    };
    return { stored, called, quoted, flag, view: await this.view(stored, author, quoted) };
  }

  private async view(
    stored: Unplaced<StoredMessage>,
    author: Author,
    quoted: StoredMessage | null,
  ): Promise<Unplaced<Message>> {
    const others = [...stored.mentions, ...(quoted ? [quoted.authorId] : [])];
    const people = others.length ? await this.people.byIds(others) : new Map<string, Author>();
    const personOf = (id: string): Author => (id === author.id ? author : (people.get(id) ?? nobody(id)));
    const { id: _id, seq: _seq, at: _at, ...view } = complete({ ...stored, id: '', seq: 0, at: 0 }, personOf);
    return { ...view, ...(quoted && { replyTo: this.completing.quoteOf(quoted, personOf(quoted.authorId)) }) };
  }
}
