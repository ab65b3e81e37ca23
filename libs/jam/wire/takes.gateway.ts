import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { PageTakes, TakePresenter, TokenCounter } from '@visionary/generation';
import { type Call, Command } from '@visionary/platform/realtime';

@Injectable()
export class TakesGateway {
  constructor(
    private readonly pageTakes: PageTakes,
    private readonly presenter: TakePresenter,
    private readonly tokens: TokenCounter,
  ) {}

  @Command('jam.older')
  async older({ payload }: Call<'jam.older'>): Promise<CommandReply<'jam.older'>> {
    const { takes, more } = await this.pageTakes.run(payload.roomId, payload.beforeNumber, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), more };
  }

  @Command('jam.count')
  async count({ payload }: Call<'jam.count'>): Promise<CommandReply<'jam.count'>> {
    return { counts: await this.tokens.count(payload.model, payload.texts) };
  }
}
