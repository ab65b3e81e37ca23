import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { Accounts } from '../domain/account.js';
import { Blocks, BlocksChanged } from '../domain/blocks.js';

/** More than anybody needs: whoever blocks over and over fills no table. */
const BLOCKS_PER_USER = 1_000;

/** Does not want to hear from somebody any more, or does again. */
@Injectable()
export class Block {
  constructor(
    private readonly accounts: Accounts,
    private readonly blocks: Blocks,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection USERS_NOT_FOUND, also for oneself; RATE_LIMITED when a thousand are blocked already */
  async run(userId: string, blockedId: string, on: boolean): Promise<void> {
    await this.work.run(async () => {
      if (on) await this.add(userId, blockedId);
      else await this.blocks.remove(userId, blockedId);
      this.work.publish(new BlocksChanged(userId, blockedId));
    });
  }

  private async add(userId: string, blockedId: string): Promise<void> {
    // Held, so that nobody is blocked in the moment in which they leave.
    if (userId === blockedId || !(await this.accounts.hold(blockedId))) throw new Rejection('USERS_NOT_FOUND');
    if ((await this.blocks.of(userId)).length >= BLOCKS_PER_USER) throw new Rejection('RATE_LIMITED');
    await this.blocks.add(userId, blockedId, this.clock.now());
  }
}
