import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReadReactions } from '../usecases/read-reactions.js';
import { type MessageSearch, SearchMessages } from '../usecases/search-messages.js';
import type { Message } from '../domain/message.js';
import { viewOfMessage } from './message-views.js';

@Injectable()
export class SearchGateway {
  constructor(
    private readonly search: SearchMessages,
    private readonly reactions: ReadReactions,
  ) {}

  @Command('chat.search')
  async inRoom({ payload, person }: Call<'chat.search'>): Promise<CommandReply<'chat.search'>> {
    return this.find({ ...payload, personId: person?.id ?? null });
  }

  @Command('chat.searchMine')
  async inMine({ payload, person }: Call<'chat.searchMine'>): Promise<CommandReply<'chat.searchMine'>> {
    return this.find({ ...payload, roomId: null, personId: (person as PersonView).id });
  }

  private async find(wanted: MessageSearch): Promise<CommandReply<'chat.search'>> {
    const { hits, ...rest } = await this.search.run(wanted);
    const messages = hits.map(({ message }) => message);
    const read = await this.reactions.asReadBy(wanted.personId, messages);
    return { ...rest, hits: hits.map(({ room }, index) => ({ message: viewOfMessage(read[index] as Message), room })) };
  }
}
