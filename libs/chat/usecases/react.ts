import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import { isEmoji } from '../domain/emoji.js';
import type { Author } from '../domain/message.js';
import { Messages, Reactions } from '../domain/messages.js';

export interface ReactionToGive {
  readonly roomId: string;
  readonly person: Author;
  readonly clientId: string;
  readonly messageId: string;
  readonly emoji: string;
  /** False takes it back. */
  readonly on: boolean;
}

/** Gives an emoji to a message or takes it back, once for each clientId. */
@Injectable()
export class React {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: Messages,
    private readonly reactions: Reactions,
  ) {}

  /** @throws Rejection CHAT_NOT_AN_EMOJI, CHAT_MESSAGE_NOT_FOUND */
  async run({ roomId, person, clientId, messageId, emoji, on }: ReactionToGive): Promise<RoomEvent> {
    if (!isEmoji(emoji)) throw new Rejection('CHAT_NOT_AN_EMOJI');
    return this.log.once(person.id, clientId, async () => {
      if (!(await this.messages.exists(roomId, messageId))) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
      const event = await this.log.append({
        ...{ roomId, type: 'chat.reacted', actorId: person.id, clientId },
        payload: () => ({ messageId, emoji, person, on }),
      });
      const reaction = { messageId, personId: person.id, emoji };
      await (on ? this.reactions.give({ ...reaction, at: event.at }) : this.reactions.takeBack(reaction));
      return event;
    });
  }
}
