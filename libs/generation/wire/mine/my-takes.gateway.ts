import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { NewestPreviews } from '../../domain/newest-previews.js';
import { Renderers } from '../../domain/renderers.js';
import { takesChannel } from './channels.js';

/** Who looks at takes of their own. */
@Injectable()
export class MyTakesGateway {
  constructor(
    private readonly renderers: Renderers,
    private readonly newest: NewestPreviews,
  ) {}

  /** Hears first and looks then, so that nothing falls between. */
  @Command('generation.watch')
  async watch({ person, socket }: Call<'generation.watch'>): Promise<CommandReply<'generation.watch'>> {
    const { id } = person as PersonView;
    await socket.enter(takesChannel(id));
    const mine = this.renderers.list().flatMap(({ turn }) => (turn?.authorId === id ? turn.takeId : []));
    return { previews: mine.flatMap((takeId) => this.newest.of(takeId) ?? []) };
  }

  @Command('generation.leave')
  async leave({ person, socket }: Call<'generation.leave'>): Promise<CommandReply<'generation.leave'>> {
    await socket.leave(takesChannel((person as PersonView).id));
    return {};
  }
}
