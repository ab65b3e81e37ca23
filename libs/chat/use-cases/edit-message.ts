import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import type { Author } from '../domain/message.js';
import { Messages, type StoredMessage, MessageEdits } from '../domain/messages.js';
import { CheckMessageText } from './take-words.js';
import { MessageNotifier } from './tell-users.js';

export interface MessageToEdit {
  readonly roomId: string;
  readonly user: Author;
  readonly clientId: string;
  readonly messageId: string;
  readonly text: string;
}

/** Says something otherwise, once for each clientId; what it said before is kept. */
@Injectable()
export class EditMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly messageEdits: MessageEdits,
    private readonly words: CheckMessageText,
    private readonly tell: MessageNotifier,
  ) {}

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_NOT_AUTHOR, SAFETY_BLOCKED_TERMS */
  run({ roomId, user, clientId, messageId, text: said }: MessageToEdit): Promise<RoomEvent> {
    return this.log.once(user.id, clientId, async () => {
      await this.requireOwn(roomId, messageId, user.id);
      const { text, called, flag } = await this.words.run(roomId, user.id, said);
      const mentions = await this.words.names(called);
      const event = await this.log.append({
        ...{ roomId, type: 'chat.edited', actorId: user.id, clientId, inOpenRoom: true },
        payload: ({ at }) => ({ messageId, text, ...(mentions.length > 0 && { mentions }), editedAt: at }),
      });
      // As it is now that nothing else happens in the room.
      const before = await this.requireOwn(roomId, messageId, user.id);
      await this.messageEdits.add({ messageId, seq: event.seq, text: before.text, at: before.editedAt ?? before.at });
      const edited = { ...before, text, mentions: mentions.map(({ id }) => id), editedAt: event.at };
      await this.messages.edit(edited);
      await this.tell.edited(edited, called);
      await flag(messageId);
      return event;
    });
  }

  private async requireOwn(roomId: string, messageId: string, userId: string): Promise<StoredMessage> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
    if (message.authorId !== userId) throw new Rejection('CHAT_NOT_AUTHOR');
    return message;
  }
}
