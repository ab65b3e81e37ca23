import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { Accounts } from '../domain/account.js';
import { Blocks } from '../domain/blocks.js';
import { MyParts } from './my-parts.js';
import { presentMe } from './present.js';

@Injectable()
export class MeGateway {
  constructor(
    private readonly accounts: Accounts,
    private readonly blocks: Blocks,
    private readonly parts: MyParts,
  ) {}

  @Command('me.open')
  async open({ person }: Call<'me.open'>): Promise<CommandReply<'me.open'>> {
    const { id } = person as PersonView;
    const [account, blockedIds, facts] = await Promise.all([
      this.accounts.byId(id),
      this.blocks.of(id),
      this.parts.of(id),
    ]);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    return { me: presentMe(account), blockedIds, ...facts };
  }
}
