import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { BlocksChanged } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { Blocks } from '../storage/blocks.js';

/** Caps the rows of one user. */
const BLOCKS_PER_USER = 1_000;

/** Blocks and unblocks users. */
@Injectable()
export class BlocksService {
  constructor(
    private readonly accounts: Accounts,
    private readonly blocks: Blocks,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Ids of the users whom `userId` has blocked, newest first. */
  blockedBy(userId: string): Promise<string[]> {
    return this.blocks.of(userId);
  }

  /** @throws Rejection USERS_NOT_FOUND, also for oneself; RATE_LIMITED at BLOCKS_PER_USER */
  async block(userId: string, blockedId: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      // Locked, so the account cannot be deleted meanwhile and leave a block behind.
      if (userId === blockedId || !(await this.accounts.lock(blockedId))) throw new Rejection('USERS_NOT_FOUND');
      if ((await this.blocks.of(userId)).length >= BLOCKS_PER_USER) throw new Rejection('RATE_LIMITED');
      await this.blocks.add(userId, blockedId, this.clock.now());
      this.unitOfWork.publish(new BlocksChanged(userId, blockedId));
    });
  }

  async unblock(userId: string, blockedId: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.blocks.remove(userId, blockedId);
      this.unitOfWork.publish(new BlocksChanged(userId, blockedId));
    });
  }
}
