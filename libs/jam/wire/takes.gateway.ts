import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { FindTake, PageTakes, TakePresenter, TokenCounter } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';

@Injectable()
export class TakesGateway {
  constructor(
    private readonly pageTakes: PageTakes,
    private readonly findTake: FindTake,
    private readonly presenter: TakePresenter,
    private readonly tokens: TokenCounter,
  ) {}

  @Command('jam.older')
  async older({ payload }: Call<'jam.older'>): Promise<CommandReply<'jam.older'>> {
    const { takes, more } = await this.pageTakes.run(payload.roomId, payload.beforeNumber, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), more };
  }

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, also for a take of another room */
  @Command('jam.take')
  async take({ payload: { roomId, takeId } }: Call<'jam.take'>): Promise<CommandReply<'jam.take'>> {
    const take = await this.findTake.run(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return { take: await this.presenter.one(take) };
  }

  @Command('jam.count')
  async count({ payload }: Call<'jam.count'>): Promise<CommandReply<'jam.count'>> {
    return { counts: await this.tokens.count(payload.model, payload.texts) };
  }
}
