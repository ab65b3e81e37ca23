import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { type RoomEvent, viewOfEvent } from '@visionary/rooms';
import { MessagesService } from '../use-cases/messages.service.js';
import { ReactionsService } from '../use-cases/reactions.service.js';

/** Commands that change messages. Each replies with its event of the room log. */
@Injectable()
export class ChatGateway {
  constructor(
    private readonly messages: MessagesService,
    private readonly reactions: ReactionsService,
  ) {}

  @Command('chat.send')
  async send({ payload, user }: Call<'chat.send'>): Promise<CommandReply<'chat.send'>> {
    return replyOf(await this.messages.send({ ...payload, user: user as UserView }));
  }

  @Command('chat.edit')
  async edit({ payload, user }: Call<'chat.edit'>): Promise<CommandReply<'chat.edit'>> {
    return replyOf(await this.messages.edit({ ...payload, user: user as UserView }));
  }

  @Command('chat.delete')
  async delete({ payload, user }: Call<'chat.delete'>): Promise<CommandReply<'chat.delete'>> {
    return replyOf(await this.messages.delete({ ...payload, user: user as UserView }));
  }

  @Command('chat.pin')
  async pin({ payload, user }: Call<'chat.pin'>): Promise<CommandReply<'chat.pin'>> {
    return replyOf(await this.messages.pin({ ...payload, user: user as UserView }));
  }

  @Command('chat.react')
  async react({ payload, user }: Call<'chat.react'>): Promise<CommandReply<'chat.react'>> {
    return replyOf(await this.reactions.react({ ...payload, user: user as UserView }));
  }
}

const replyOf = (event: RoomEvent) => ({ event: viewOfEvent(event) });
