import { Injectable } from '@nestjs/common';
import { isEmoji, Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import { ChatLimits } from '../domain/limits.js';
import type { Author } from '../domain/message.js';
import { Messages, Reactions } from '../domain/messages.js';

export interface ReactionInput {
  readonly roomId: string;
  readonly user: Author;
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
    private readonly limits: ChatLimits,
  ) {}

  /** @throws Rejection CHAT_INVALID_EMOJI, CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_TOO_MANY_REACTIONS { limit } */
  async run({ roomId, user, clientId, messageId, emoji, on }: ReactionInput): Promise<RoomEvent> {
    if (!isEmoji(emoji)) throw new Rejection('CHAT_INVALID_EMOJI');
    return this.log.once(user.id, clientId, async () => {
      await this.requireThere(roomId, messageId);
      return this.log.append({
        ...{ roomId, type: 'chat.reacted', actorId: user.id, clientId, inOpenRoom: true },
        payload: async ({ at }) => {
          // Once more, now that nothing else happens in the room.
          await this.requireThere(roomId, messageId);
          if (on) await this.requireSpace(messageId, emoji);
          const reaction = { messageId, userId: user.id, emoji };
          await (on ? this.reactions.give({ ...reaction, at }) : this.reactions.takeBack(reaction));
          return { messageId, emoji, user, on, count: await this.reactions.count(messageId, emoji) };
        },
      });
    });
  }

  private async requireThere(roomId: string, messageId: string): Promise<void> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
  }

  private async requireSpace(messageId: string, emoji: string): Promise<void> {
    const limit = this.limits.emojiPerMessage;
    const given = await this.reactions.emojiOn(messageId);
    if (given.length >= limit && !given.includes(emoji)) throw new Rejection('CHAT_TOO_MANY_REACTIONS', { limit });
  }
}
