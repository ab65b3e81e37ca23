import { Injectable } from '@nestjs/common';
import { Ids } from '@visionary/kernel';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import type { Author, Message } from '../domain/message.js';
import { Messages } from '../domain/messages.js';

export interface MessageToSend {
  readonly roomId: string;
  readonly author: Author;
  readonly clientId: string;
  readonly text: string;
}

/** Says something in a room, once for each clientId. The caller has checked that the author may write there. */
@Injectable()
export class SendMessage {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly ids: Ids,
  ) {}

  /** @returns the event it became, the first one on a retry whatever the text. @throws Rejection ROOMS_NOT_FOUND */
  run({ roomId, author, clientId, text }: MessageToSend): Promise<RoomEvent> {
    return this.log.once(author.id, clientId, async () => {
      const id = this.ids.next();
      const said = { id, roomId, clientId, text };
      const event = await this.log.append({
        ...{ roomId, type: 'chat.sent', actorId: author.id, clientId },
        payload: (place): { message: Message } => ({ message: { ...said, ...place, author, reactions: [] } }),
      });
      await this.messages.add({ ...said, authorId: author.id, seq: event.seq, at: event.at });
      return event;
    });
  }
}
