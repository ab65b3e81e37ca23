import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { AccountsService } from '../use-cases/accounts.service.js';
import { BlocksService } from '../use-cases/blocks.service.js';
import { MyStateProviders } from './my-state-providers.js';
import { toMeView } from './views.js';

/** A user's own state. */
@Injectable()
export class MeGateway {
  constructor(
    private readonly accounts: AccountsService,
    private readonly blocks: BlocksService,
    private readonly providers: MyStateProviders,
  ) {}

  @Command('me.subscribe')
  async subscribe({ user }: Call<'me.subscribe'>): Promise<CommandReply<'me.subscribe'>> {
    const { id } = user as UserView;
    const [account, blockedIds, state] = await Promise.all([
      this.accounts.byId(id),
      this.blocks.blockedBy(id),
      this.providers.of(id),
    ]);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    return { me: toMeView(account), blockedIds, ...state };
  }
}
