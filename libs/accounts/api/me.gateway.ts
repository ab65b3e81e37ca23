import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { Accounts } from '../domain/account.js';
import { Blocks } from '../domain/blocks.js';
import { MyStateProviders } from './my-state-providers.js';
import { toMeView } from './present.js';

@Injectable()
export class MeGateway {
  constructor(
    private readonly accounts: Accounts,
    private readonly blocks: Blocks,
    private readonly parts: MyStateProviders,
  ) {}

  @Command('me.subscribe')
  async open({ user }: Call<'me.subscribe'>): Promise<CommandReply<'me.subscribe'>> {
    const { id } = user as UserView;
    const [account, blockedIds, facts] = await Promise.all([
      this.accounts.byId(id),
      this.blocks.of(id),
      this.parts.of(id),
    ]);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    return { me: toMeView(account), blockedIds, ...facts };
  }
}
