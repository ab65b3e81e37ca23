import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, BlocksChanged } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { FollowsChanged } from '../../domain/users/follows.js';
import { RemoveUserConnections } from '../../use-cases/users/remove-user-connections.js';

/** Ends what there was between users who part, in the same transaction; and tells somebody's pages whom they follow. */
@Injectable()
export class UserConnectionCleanup implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly part: RemoveUserConnections,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(BlocksChanged, ({ userId, otherId }) => this.part.apart(userId, otherId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.part.gone(userId));
    this.events.afterCommit(FollowsChanged, ({ userId }) =>
      this.broadcast.toUser(userId, 'me.stateChanged', { what: 'follows' }),
    );
  }
}
