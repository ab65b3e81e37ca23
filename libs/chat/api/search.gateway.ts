import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReadReactions } from '../use-cases/read-reactions.js';
import { type MessageSearch, SearchMessages } from '../use-cases/search-messages.js';
import type { Message } from '../domain/message.js';
import { viewOfMessage } from './message-views.js';

@Injectable()
export class SearchGateway {
  constructor(
    private readonly search: SearchMessages,
    private readonly reactions: ReadReactions,
  ) {}

  @Command('chat.search')
  async inRoom({ payload, user }: Call<'chat.search'>): Promise<CommandReply<'chat.search'>> {
    return this.find({ ...payload, userId: user?.id ?? null });
  }

  @Command('chat.searchMyRooms')
  async inMine({ payload, user }: Call<'chat.searchMyRooms'>): Promise<CommandReply<'chat.searchMyRooms'>> {
    return this.find({ ...payload, roomId: null, userId: (user as UserView).id });
  }

  private async find(wanted: MessageSearch): Promise<CommandReply<'chat.search'>> {
    const { hits, ...rest } = await this.search.run(wanted);
    const messages = hits.map(({ message }) => message);
    const read = await this.reactions.asReadBy(wanted.userId, messages);
    return { ...rest, hits: hits.map(({ room }, index) => ({ message: viewOfMessage(read[index] as Message), room })) };
  }
}
