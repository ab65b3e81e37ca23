import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { TakePresenter, TakesService, TokenCounter } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';

@Injectable()
export class TakesGateway {
  constructor(
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
    private readonly tokens: TokenCounter,
  ) {}

  @Command('jam.listTakesBefore')
  async older({ payload }: Call<'jam.listTakesBefore'>): Promise<CommandReply<'jam.listTakesBefore'>> {
    const { takes, more } = await this.takes.page(payload.roomId, payload.beforeNumber, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), more };
  }

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, also for a take of another room */
  @Command('jam.getTake')
  async take({ payload: { roomId, takeId } }: Call<'jam.getTake'>): Promise<CommandReply<'jam.getTake'>> {
    const take = await this.takes.find(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return { take: await this.presenter.one(take) };
  }

  @Command('jam.countTokens')
  async count({ payload }: Call<'jam.countTokens'>): Promise<CommandReply<'jam.countTokens'>> {
    return { counts: await this.tokens.count(payload.model, payload.texts) };
  }
}
