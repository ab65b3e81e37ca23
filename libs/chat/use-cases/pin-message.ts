import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author } from '../domain/message.js';
import { Messages } from '../domain/messages.js';

export interface MessageToPin {
  readonly roomId: string;
  readonly user: Author;
  readonly clientId: string;
  readonly messageId: string;
  /** False takes it down. */
  readonly on: boolean;
}

/** Keeps a message at hand for everybody in the room, or takes it down, once for each clientId. */
@Injectable()
export class PinMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly limits: ChatLimits,
  ) {}

  /** @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_TOO_MANY_PINS { limit } */
  run({ roomId, user, clientId, messageId, on }: MessageToPin): Promise<RoomEvent> {
    return this.log.once(user.id, clientId, async () => {
      if (!(await this.messages.find(roomId, messageId))) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
      const event = await this.log.append({
        ...{ roomId, type: 'chat.pinned', actorId: user.id, clientId, inOpenRoom: true },
        payload: ({ at }) => ({ messageId, by: user, at, on }),
      });
      if (on) await this.requireSpace(roomId, messageId);
      const pinned = on ? { byId: user.id, at: event.at } : null;
      if (!(await this.messages.pin(messageId, pinned))) throw new Rejection('CHAT_MESSAGE_DELETED');
      return event;
    });
  }

  /** After the event has its seq: nobody else pins here until the commit. */
  private async requireSpace(roomId: string, messageId: string): Promise<void> {
    const limit = this.limits.pinsPerRoom;
    const pinned = await this.messages.pinned(roomId, limit);
    if (pinned.length >= limit && pinned.every(({ id }) => id !== messageId)) {
      throw new Rejection('CHAT_TOO_MANY_PINS', { limit });
    }
  }
}
