import { Injectable } from '@nestjs/common';
import type { CommandReply, MessageView, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { MessagePagesService } from '../use-cases/message-pages.service.js';
import { type MessageSearch, MessageSearchService } from '../use-cases/message-search.service.js';
import { ReactionsService } from '../use-cases/reactions.service.js';

/** Commands that read messages: pages, single messages, pins, reactions, edits, and search. */
@Injectable()
export class MessageHistoryGateway {
  constructor(
    private readonly pages: MessagePagesService,
    private readonly messageSearch: MessageSearchService,
    private readonly reactions: ReactionsService,
  ) {}

  @Command('chat.listBefore')
  async older({ payload, user }: Call<'chat.listBefore'>): Promise<CommandReply<'chat.listBefore'>> {
    const { roomId, limit, beforeSeq } = payload;
    return this.forReader(user, await this.pages.older(roomId, limit, beforeSeq));
  }

  @Command('chat.listAfter')
  async newer({ payload, user }: Call<'chat.listAfter'>): Promise<CommandReply<'chat.listAfter'>> {
    const { roomId, limit, afterSeq } = payload;
    return this.forReader(user, await this.pages.newer(roomId, limit, afterSeq));
  }

  @Command('chat.listAround')
  async around({ payload, user }: Call<'chat.listAround'>): Promise<CommandReply<'chat.listAround'>> {
    const { roomId, limit, messageId, seq = 0 } = payload;
    const center = messageId === undefined ? { seq } : { messageId };
    return this.forReader(user, await this.pages.around(roomId, limit, center));
  }

  @Command('chat.getMessage')
  async message({ payload, user }: Call<'chat.getMessage'>): Promise<CommandReply<'chat.getMessage'>> {
    const { message, seq } = await this.pages.one(payload.roomId, payload.messageId);
    const { messages } = await this.forReader(user, { messages: [message] });
    return { message: messages[0] as MessageView, seq };
  }

  @Command('chat.listPins')
  async pins({ payload: { roomId }, user }: Call<'chat.listPins'>): Promise<CommandReply<'chat.listPins'>> {
    return this.forReader(user, { messages: await this.pages.pins(roomId) });
  }

  @Command('chat.listReactions')
  reactionsOf({ payload }: Call<'chat.listReactions'>): Promise<CommandReply<'chat.listReactions'>> {
    return this.reactions.page(payload);
  }

  @Command('chat.listEdits')
  async history({ payload: { roomId, messageId } }: Call<'chat.listEdits'>): Promise<CommandReply<'chat.listEdits'>> {
    return { versions: await this.pages.edits(roomId, messageId) };
  }

  @Command('chat.search')
  search({ payload, user }: Call<'chat.search'>): Promise<CommandReply<'chat.search'>> {
    return this.find(user, { ...payload, userId: user?.id ?? null });
  }

  @Command('chat.searchMyRooms')
  searchMyRooms({ payload, user }: Call<'chat.searchMyRooms'>): Promise<CommandReply<'chat.searchMyRooms'>> {
    return this.find(user, { ...payload, roomId: null, userId: (user as UserView).id });
  }

  private async find(user: UserView | null, search: MessageSearch): Promise<CommandReply<'chat.search'>> {
    const { hits, ...rest } = await this.messageSearch.search(search);
    const { messages } = await this.forReader(user, { messages: hits.map(({ message }) => message) });
    return { ...rest, hits: hits.map(({ room }, index) => ({ message: messages[index] as MessageView, room })) };
  }

  private async forReader<P extends { readonly messages: MessageView[] }>(user: UserView | null, page: P): Promise<P> {
    return { ...page, messages: await this.reactions.forReader(user?.id ?? null, page.messages) };
  }
}
