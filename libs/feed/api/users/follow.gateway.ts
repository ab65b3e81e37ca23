import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast, type Call, Command } from '@visionary/platform/realtime';
import { FollowsChanged } from '../../domain/users/follows.js';
import { FollowsService } from '../../use-cases/users/follows.service.js';

/** Follows users, and tells a user's clients when their follows change. */
@Injectable()
export class FollowGateway implements OnModuleInit {
  constructor(
    private readonly follows: FollowsService,
    private readonly events: DomainEvents,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(FollowsChanged, ({ userId }) =>
      this.broadcast.toUser(userId, 'me.stateChanged', { what: 'follows' }),
    );
  }

  @Command('users.follow')
  async follow({ payload, user }: Call<'users.follow'>): Promise<CommandReply<'users.follow'>> {
    const { id } = user as UserView;
    return { followers: await this.follows.set(id, payload.userId, payload.on) };
  }
}
