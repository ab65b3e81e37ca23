import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomLog, RoomManagers } from '@visionary/rooms';
import type { Author } from '../domain/message.js';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { Attachments } from '../domain/attachments.js';
import { EraseMessageText } from './erase-message-text.js';

export interface MessageToDelete {
  readonly roomId: string;
  readonly user: Author;
  readonly clientId: string;
  readonly messageId: string;
}

/** Removes a message, once for each clientId: what it said and showed is nowhere any more, that it was there and who removed it stays. */
@Injectable()
export class DeleteMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly roomManagers: RoomManagers,
    private readonly forget: EraseMessageText,
    private readonly attachments: Attachments,
  ) {}

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_NOT_AUTHOR */
  run({ roomId, user, clientId, messageId }: MessageToDelete): Promise<RoomEvent> {
    return this.log.once(user.id, clientId, async () => {
      const message = await this.messages.find(roomId, messageId);
      if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
      if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
      const may = message.authorId === user.id || (await this.roomManagers.has(roomId, user.id));
      if (!may) throw new Rejection('CHAT_NOT_AUTHOR');
      const event = await this.log.append({
        ...{ roomId, type: 'chat.deleted', actorId: user.id, clientId },
        payload: ({ at }) => ({ messageId, by: user, at }),
      });
      if (!(await this.messages.remove(message, user.id, event.at))) throw new Rejection('CHAT_MESSAGE_DELETED');
      await this.forget.run(message);
      await this.forgetImages(message);
      return event;
    });
  }

  private async forgetImages({ roomId, attachments }: StoredMessage): Promise<void> {
    const unseen: string[] = [];
    for (const { id } of attachments) if (!(await this.messages.isShown(roomId, id))) unseen.push(id);
    await this.attachments.forget(roomId, unseen);
  }
}
