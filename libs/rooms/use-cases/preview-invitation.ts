import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Invitations, isExpired } from '../domain/invitations.js';
import { deletedUser, Users, type User } from '../domain/user.js';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { hashOf } from './invitation-token.js';

/** What a link leads to, for whoever holds it. */
@Injectable()
export class PreviewInvitation {
  constructor(
    private readonly invitations: Invitations,
    private readonly rooms: Rooms,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_INVITATION_EXPIRED */
  async run(token: string): Promise<{ room: Room; by: User }> {
    const invitation = await this.invitations.find(hashOf(token));
    const room = invitation && (await this.rooms.find(invitation.roomId));
    if (!room) throw new Rejection('ROOMS_INVITATION_INVALID');
    if (isExpired(invitation, this.clock.now())) throw new Rejection('ROOMS_INVITATION_EXPIRED');
    const users = await this.users.byIds([invitation.byId]);
    return { room, by: users.get(invitation.byId) ?? deletedUser(invitation.byId) };
  }
}
