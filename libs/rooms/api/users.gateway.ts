import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command, UserAvailability } from '@visionary/platform/realtime';
import { AvailabilitySubscriptions } from './availability-subscriptions.js';

/** Availability of users: online, away, or offline. */
@Injectable()
export class UsersGateway {
  constructor(
    private readonly userAvailability: UserAvailability,
    private readonly subscriptions: AvailabilitySubscriptions,
  ) {}

  @Command('me.setAway')
  setAway({ payload, user, socket }: Call<'me.setAway'>): CommandReply<'me.setAway'> {
    this.userAvailability.setIdle((user as UserView).id, socket.id, payload.away);
    return {};
  }

  @Command('users.subscribeAvailability')
  async subscribe({
    payload,
    user,
    socket,
  }: Call<'users.subscribeAvailability'>): Promise<CommandReply<'users.subscribeAvailability'>> {
    return { users: await this.subscriptions.subscribe(socket, (user as UserView).id, payload.userIds) };
  }
}
