import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { USER_CHANGED_TOPIC, type UserChangedMessage } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { BlocksChanged } from '../domain/blocks.js';
import { OwnStateChanged, UserChanged } from '../domain/user.js';

/** Everybody's pages learn how somebody is called now; somebody's own pages, what of theirs to read anew. */
@Injectable()
export class UserChangePublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UserChanged, ({ user }) =>
      this.bus.publish(USER_CHANGED_TOPIC, { user } satisfies UserChangedMessage),
    );
    this.events.afterCommit(OwnStateChanged, ({ userId, what }) =>
      this.broadcast.toUser(userId, 'me.stateChanged', { what }),
    );
    this.events.afterCommit(BlocksChanged, ({ userId }) =>
      this.broadcast.toUser(userId, 'me.stateChanged', { what: 'blocks' }),
    );
  }
}
