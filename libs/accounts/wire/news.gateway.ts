import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ChooseNews } from '../usecases/choose-news.js';
import { NewsSources } from './news-sources.js';

/** What is told to somebody, whoever tells it. */
@Injectable()
export class NewsGateway {
  constructor(
    private readonly news: NewsSources,
    private readonly choosing: ChooseNews,
  ) {}

  @Command('me.notifications')
  page({ payload, person }: Call<'me.notifications'>): Promise<CommandReply<'me.notifications'>> {
    return this.news.page((person as PersonView).id, payload.cursor);
  }

  @Command('me.seen')
  async seen({ payload, person }: Call<'me.seen'>): Promise<CommandReply<'me.seen'>> {
    return { unread: await this.news.read((person as PersonView).id, payload.ids) };
  }

  @Command('me.choose')
  async choose({ payload: { choice, on }, person }: Call<'me.choose'>): Promise<CommandReply<'me.choose'>> {
    await this.choosing.run((person as PersonView).id, choice, on);
    return {};
  }
}
