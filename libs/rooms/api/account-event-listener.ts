import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, BlocksChanged } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { MembersService } from '../use-cases/members.service.js';
import { RoomsService } from '../use-cases/rooms.service.js';

export const BLOCKS_TOPIC = 'users.blocks';

/** `userId` blocked or unblocked `otherId`. */
export interface BlockMessage {
  readonly userId: string;
  readonly otherId: string;
}

/** Applies blocks and deleted accounts to rooms in the same transaction, and publishes blocks to all nodes. */
@Injectable()
export class AccountEventListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly rooms: RoomsService,
    private readonly members: MembersService,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ userId, at }) => this.members.removeDeletedUser(userId, at));
    this.events.beforeCommit(BlocksChanged, ({ userId, otherId }) => this.rooms.updateDirectRights(userId, otherId));
    this.events.afterCommit(BlocksChanged, ({ userId, otherId }) =>
      this.bus.publish(BLOCKS_TOPIC, { userId, otherId } satisfies BlockMessage),
    );
  }
}
