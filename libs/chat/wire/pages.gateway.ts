import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS, type PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { MessageHistory } from '../usecases/message-history.js';
import { PageMessages } from '../usecases/page-messages.js';
import { ReadReactions } from '../usecases/read-reactions.js';
import type { Message } from '../domain/message.js';
import { viewOfMessage, viewOfPage, viewOfWindow } from './message-views.js';

/** What was said, as far back as one likes. */
@Injectable()
export class PagesGateway {
  constructor(
    private readonly pages: PageMessages,
    private readonly messageHistory: MessageHistory,
    private readonly reactions: ReadReactions,
  ) {}

  @Command('chat.older')
  async older({ payload, person }: Call<'chat.older'>): Promise<CommandReply<'chat.older'>> {
    const { roomId, limit, beforeSeq } = payload;
    return viewOfPage(await this.readBy(person, await this.pages.older(roomId, limit, beforeSeq)));
  }

  @Command('chat.newer')
  async newer({ payload, person }: Call<'chat.newer'>): Promise<CommandReply<'chat.newer'>> {
    const { roomId, limit, afterSeq } = payload;
    return viewOfPage(await this.readBy(person, await this.pages.newer(roomId, limit, afterSeq)));
  }

  @Command('chat.around')
  async around({ payload, person }: Call<'chat.around'>): Promise<CommandReply<'chat.around'>> {
    const { roomId, limit, messageId, seq = 0 } = payload;
    const window = await this.pages.around(roomId, limit, messageId === undefined ? { seq } : { messageId });
    return viewOfWindow(await this.readBy(person, window));
  }

  @Command('chat.message')
  async message({ payload, person }: Call<'chat.message'>): Promise<CommandReply<'chat.message'>> {
    const { message, seq } = await this.pages.one(payload.roomId, payload.messageId);
    const { messages } = await this.readBy(person, { messages: [message] });
    return { message: viewOfMessage(messages[0] as Message), seq };
  }

  @Command('chat.pins')
  async pins({ payload: { roomId }, person }: Call<'chat.pins'>): Promise<CommandReply<'chat.pins'>> {
    const pinned = { messages: await this.pages.pins(roomId, LIMITS.pinsPerRoom) };
    return { messages: (await this.readBy(person, pinned)).messages.map(viewOfMessage) };
  }

  @Command('chat.reactions')
  reactionsOf({ payload }: Call<'chat.reactions'>): Promise<CommandReply<'chat.reactions'>> {
    return this.reactions.page(payload);
  }

  @Command('chat.history')
  async history({ payload: { roomId, messageId } }: Call<'chat.history'>): Promise<CommandReply<'chat.history'>> {
    return { versions: await this.messageHistory.run(roomId, messageId) };
  }

  /** The same page, with what of it is this person's. */
  private async readBy<P extends { readonly messages: Message[] }>(person: PersonView | null, page: P): Promise<P> {
    return { ...page, messages: await this.reactions.asReadBy(person?.id ?? null, page.messages) };
  }
}
