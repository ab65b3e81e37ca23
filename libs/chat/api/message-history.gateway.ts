import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS, type UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { MessageHistory } from '../use-cases/message-edits.js';
import { PageMessages } from '../use-cases/page-messages.js';
import { ReadReactions } from '../use-cases/read-reactions.js';
import type { Message } from '../domain/message.js';
import { viewOfMessage, viewOfPage, viewOfWindow } from './message-views.js';

/** What was said, as far back as one likes. */
@Injectable()
export class MessageHistoryGateway {
  constructor(
    private readonly pages: PageMessages,
    private readonly messageHistory: MessageHistory,
    private readonly reactions: ReadReactions,
  ) {}

  @Command('chat.listBefore')
  async older({ payload, user }: Call<'chat.listBefore'>): Promise<CommandReply<'chat.listBefore'>> {
    const { roomId, limit, beforeSeq } = payload;
    return viewOfPage(await this.readBy(user, await this.pages.older(roomId, limit, beforeSeq)));
  }

  @Command('chat.listAfter')
  async newer({ payload, user }: Call<'chat.listAfter'>): Promise<CommandReply<'chat.listAfter'>> {
    const { roomId, limit, afterSeq } = payload;
    return viewOfPage(await this.readBy(user, await this.pages.newer(roomId, limit, afterSeq)));
  }

  @Command('chat.listAround')
  async around({ payload, user }: Call<'chat.listAround'>): Promise<CommandReply<'chat.listAround'>> {
    const { roomId, limit, messageId, seq = 0 } = payload;
    const window = await this.pages.around(roomId, limit, messageId === undefined ? { seq } : { messageId });
    return viewOfWindow(await this.readBy(user, window));
  }

  @Command('chat.getMessage')
  async message({ payload, user }: Call<'chat.getMessage'>): Promise<CommandReply<'chat.getMessage'>> {
    const { message, seq } = await this.pages.one(payload.roomId, payload.messageId);
    const { messages } = await this.readBy(user, { messages: [message] });
    return { message: viewOfMessage(messages[0] as Message), seq };
  }

  @Command('chat.listPins')
  async pins({ payload: { roomId }, user }: Call<'chat.listPins'>): Promise<CommandReply<'chat.listPins'>> {
    const pinned = { messages: await this.pages.pins(roomId, LIMITS.pinsPerRoom) };
    return { messages: (await this.readBy(user, pinned)).messages.map(viewOfMessage) };
  }

  @Command('chat.listReactions')
  reactionsOf({ payload }: Call<'chat.listReactions'>): Promise<CommandReply<'chat.listReactions'>> {
    return this.reactions.page(payload);
  }

  @Command('chat.listEdits')
  async history({ payload: { roomId, messageId } }: Call<'chat.listEdits'>): Promise<CommandReply<'chat.listEdits'>> {
    return { versions: await this.messageHistory.run(roomId, messageId) };
  }

  /** The same page, with what of it is this user's. */
  private async readBy<P extends { readonly messages: Message[] }>(user: UserView | null, page: P): Promise<P> {
    return { ...page, messages: await this.reactions.asReadBy(user?.id ?? null, page.messages) };
  }
}
