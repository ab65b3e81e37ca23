import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { LatestPreviews } from '../../domain/latest-previews.js';
import { Renderers } from '../../domain/renderers.js';
import { takesChannel } from './channels.js';

/** Who looks at takes of their own. */
@Injectable()
export class MyTakesGateway {
  constructor(
    private readonly renderers: Renderers,
    private readonly newest: LatestPreviews,
  ) {}

  /** Hears first and looks then, so that nothing falls between. */
  @Command('generation.subscribe')
  async watch({ user, socket }: Call<'generation.subscribe'>): Promise<CommandReply<'generation.subscribe'>> {
    const { id } = user as UserView;
    await socket.enter(takesChannel(id));
    const mine = this.renderers.list().flatMap(({ turn }) => (turn?.authorId === id ? turn.takeId : []));
    return { previews: mine.flatMap((takeId) => this.newest.of(takeId) ?? []) };
  }

  @Command('generation.unsubscribe')
  async leave({ user, socket }: Call<'generation.unsubscribe'>): Promise<CommandReply<'generation.unsubscribe'>> {
    await socket.leave(takesChannel((user as UserView).id));
    return {};
  }
}
