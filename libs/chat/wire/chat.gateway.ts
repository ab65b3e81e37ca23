import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { type RoomEvent, viewOfEvent } from '@visionary/rooms';
import { AdmitMessage } from '../usecases/admit-message.js';
import { DeleteMessage } from '../usecases/delete-message.js';
import { EditMessage } from '../usecases/edit-message.js';
import { PinMessage } from '../usecases/pin-message.js';
import { React } from '../usecases/react.js';

/** What people do to messages: each becomes one event of the room's log. */
@Injectable()
export class ChatGateway {
  constructor(
    private readonly admitMessage: AdmitMessage,
    private readonly editMessage: EditMessage,
    private readonly deleteMessage: DeleteMessage,
    private readonly pinMessage: PinMessage,
    private readonly reactUseCase: React,
  ) {}

  @Command('chat.send')
  async send({ payload, person }: Call<'chat.send'>): Promise<CommandReply<'chat.send'>> {
    return logged(await this.admitMessage.run({ ...payload, author: person as PersonView }));
  }

  @Command('chat.edit')
  async edit({ payload, person }: Call<'chat.edit'>): Promise<CommandReply<'chat.edit'>> {
    return logged(await this.editMessage.run({ ...payload, person: person as PersonView }));
  }

  @Command('chat.delete')
  async delete({ payload, person }: Call<'chat.delete'>): Promise<CommandReply<'chat.delete'>> {
    return logged(await this.deleteMessage.run({ ...payload, person: person as PersonView }));
  }

  @Command('chat.pin')
  async pin({ payload, person }: Call<'chat.pin'>): Promise<CommandReply<'chat.pin'>> {
    return logged(await this.pinMessage.run({ ...payload, person: person as PersonView }));
  }

  @Command('chat.react')
  async react({ payload, person }: Call<'chat.react'>): Promise<CommandReply<'chat.react'>> {
    return logged(await this.reactUseCase.run({ ...payload, person: person as PersonView }));
  }
}

const logged = (event: RoomEvent) => ({ event: viewOfEvent(event) });
