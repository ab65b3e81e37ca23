import { Injectable } from '@nestjs/common';
import { RoomLog } from '@visionary/rooms';
import type { Message } from '../domain/message.js';
import { Messages, Reactions, type StoredMessage, MessageEdits } from '../domain/messages.js';
import { DeleteMentionNotifications } from './delete-mention-notifications.js';

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
export class EraseMessageText {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly messageEdits: MessageEdits,
    private readonly reactions: Reactions,
    private readonly calls: DeleteMentionNotifications,
  ) {}

  async run({ id, roomId, seq }: StoredMessage): Promise<void> {
    await this.log.rewrite(roomId, seq, (sent) => withoutWords(sent as Sent));
    for (const edit of await this.messageEdits.forget(id)) await this.log.rewrite(roomId, edit, withoutText);
    for (const answer of await this.messages.repliesTo(id)) {
      await this.log.rewrite(answer.roomId, answer.seq, (sent) => withoutQuote(sent as Sent));
    }
    await this.reactions.forget(id);
    await this.calls.run(id);
  }
}
