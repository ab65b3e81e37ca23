import { Injectable } from '@nestjs/common';
import { RoomLog } from '@visionary/rooms';
import type { Message } from '../domain/message.js';
import { Messages, Reactions, type StoredMessage, Versions } from '../domain/messages.js';
import { ForgetCalls } from './forget-calls.js';

interface Sent {
  readonly message: Message;
}

const withoutWords = ({ message: { id, roomId, seq, clientId, author, at, reactions } }: Sent): Sent => ({
  message: { id, roomId, seq, clientId, author, text: '', at, reactions },
});

const withoutText = ({ mentions: _mentions, ...edit }: { readonly mentions?: unknown }): object => ({
  ...edit,
  text: '',
});

const withoutQuote = ({ message: { replyTo, ...message } }: Sent): Sent => ({
  message: { ...message, ...(replyTo && { replyTo: { ...replyTo, text: '', isDeleted: true } }) },
});

/** Inside the transaction that removes a message: its words go from the log, from what quotes it, and from whom it called. */
@Injectable()
export class ForgetWords {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly versions: Versions,
    private readonly reactions: Reactions,
    private readonly calls: ForgetCalls,
  ) {}

  async run({ id, roomId, seq }: StoredMessage): Promise<void> {
    await this.log.rewrite(roomId, seq, (sent) => withoutWords(sent as Sent));
    for (const edit of await this.versions.forget(id)) await this.log.rewrite(roomId, edit, withoutText);
    for (const answer of await this.messages.answersTo(id)) {
      await this.log.rewrite(answer.roomId, answer.seq, (sent) => withoutQuote(sent as Sent));
    }
    await this.reactions.forget(id);
    await this.calls.run(id);
  }
}
