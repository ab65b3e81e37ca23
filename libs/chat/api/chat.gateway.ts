import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { type RoomEvent, viewOfEvent } from '@visionary/rooms';
import { AcceptMessage } from '../use-cases/accept-message.js';
import { DeleteMessage } from '../use-cases/delete-message.js';
import { EditMessage } from '../use-cases/edit-message.js';
import { PinMessage } from '../use-cases/pin-message.js';
import { React } from '../use-cases/react.js';

/** What users do to messages: each becomes one event of the room's log. */
@Injectable()
export class ChatGateway {
  constructor(
    private readonly acceptMessage: AcceptMessage,
    private readonly editMessage: EditMessage,
    private readonly deleteMessage: DeleteMessage,
    private readonly pinMessage: PinMessage,
    private readonly reactUseCase: React,
  ) {}

  @Command('chat.send')
  async send({ payload, user }: Call<'chat.send'>): Promise<CommandReply<'chat.send'>> {
    return logged(await this.acceptMessage.run({ ...payload, author: user as UserView }));
  }

  @Command('chat.edit')
  async edit({ payload, user }: Call<'chat.edit'>): Promise<CommandReply<'chat.edit'>> {
    return logged(await this.editMessage.run({ ...payload, user: user as UserView }));
  }

  @Command('chat.delete')
  async delete({ payload, user }: Call<'chat.delete'>): Promise<CommandReply<'chat.delete'>> {
    return logged(await this.deleteMessage.run({ ...payload, user: user as UserView }));
  }

  @Command('chat.pin')
  async pin({ payload, user }: Call<'chat.pin'>): Promise<CommandReply<'chat.pin'>> {
    return logged(await this.pinMessage.run({ ...payload, user: user as UserView }));
  }

  @Command('chat.react')
  async react({ payload, user }: Call<'chat.react'>): Promise<CommandReply<'chat.react'>> {
    return logged(await this.reactUseCase.run({ ...payload, user: user as UserView }));
  }
}

const logged = (event: RoomEvent) => ({ event: viewOfEvent(event) });
