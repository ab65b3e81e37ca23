import { Injectable } from '@nestjs/common';
import type { CommandReply, MessagePage, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { viewOfEvent } from '@visionary/rooms';
import { OlderMessages } from '../usecases/older-messages.js';
import { React } from '../usecases/react.js';
import { SendMessage } from '../usecases/send-message.js';

@Injectable()
export class ChatGateway {
  constructor(
    private readonly sendMessage: SendMessage,
    private readonly reactUseCase: React,
    private readonly olderMessages: OlderMessages,
  ) {}

  @Command('chat.send')
  async send({ payload, person }: Call<'chat.send'>): Promise<CommandReply<'chat.send'>> {
    const author = person as PersonView;
    return { event: viewOfEvent(await this.sendMessage.run({ ...payload, author })) };
  }

  @Command('chat.react')
  async react({ payload, person }: Call<'chat.react'>): Promise<CommandReply<'chat.react'>> {
    return { event: viewOfEvent(await this.reactUseCase.run({ ...payload, person: person as PersonView })) };
  }

  @Command('chat.older')
  async older({ payload: { roomId, limit, beforeSeq } }: Call<'chat.older'>): Promise<CommandReply<'chat.older'>> {
    return (await this.olderMessages.run(roomId, limit, beforeSeq)) as MessagePage;
  }
}
