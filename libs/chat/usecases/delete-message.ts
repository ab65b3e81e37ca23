import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomLog, WhoManages } from '@visionary/rooms';
import type { Author } from '../domain/message.js';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { Sharing } from '../domain/sharing.js';
import { ForgetWords } from './forget-words.js';

export interface MessageToDelete {
  readonly roomId: string;
  readonly person: Author;
  readonly clientId: string;
  readonly messageId: string;
}

/** Removes a message, once for each clientId: what it said and showed is nowhere any more, that it was there and who removed it stays. */
@Injectable()
export class DeleteMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly whoManages: WhoManages,
    private readonly forget: ForgetWords,
    private readonly sharing: Sharing,
  ) {}

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_NOT_YOURS */
  run({ roomId, person, clientId, messageId }: MessageToDelete): Promise<RoomEvent> {
    return this.log.once(person.id, clientId, async () => {
      const message = await this.messages.find(roomId, messageId);
      if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
      if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
      const may = message.authorId === person.id || (await this.whoManages.has(roomId, person.id));
      if (!may) throw new Rejection('CHAT_NOT_YOURS');
      const event = await this.log.append({
        ...{ roomId, type: 'chat.deleted', actorId: person.id, clientId },
        payload: ({ at }) => ({ messageId, by: person, at }),
      });
      if (!(await this.messages.remove(message, person.id, event.at))) throw new Rejection('CHAT_MESSAGE_DELETED');
      await this.forget.run(message);
      await this.forgetPictures(message);
      return event;
    });
  }

  private async forgetPictures({ roomId, attachments }: StoredMessage): Promise<void> {
    const unseen: string[] = [];
    for (const { id } of attachments) if (!(await this.messages.isShown(roomId, id))) unseen.push(id);
    await this.sharing.forget(roomId, unseen);
  }
}
