import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command, UserAvailability } from '@visionary/platform/realtime';
import { AvailabilitySubscriptions } from './availability-subscriptions.js';

/** Who is online, away and offline, to pages that show it. */
@Injectable()
export class UsersGateway {
  constructor(
    private readonly userAvailability: UserAvailability,
    private readonly watched: AvailabilitySubscriptions,
  ) {}

  @Command('me.setAway')
  away({ payload, user, socket }: Call<'me.setAway'>): CommandReply<'me.setAway'> {
    this.userAvailability.look((user as UserView).id, socket.id, payload.away);
    return {};
  }

  @Command('users.subscribeAvailability')
  async watch({
    payload,
    user,
    socket,
  }: Call<'users.subscribeAvailability'>): Promise<CommandReply<'users.subscribeAvailability'>> {
    return { users: await this.watched.watch(socket, (user as UserView).id, payload.userIds) };
  }
}
