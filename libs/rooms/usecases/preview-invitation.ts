import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Invitations, isOver } from '../domain/invitations.js';
import { nobody, People, type Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { hashOf } from './invitation-token.js';

/** What a link leads to, for whoever holds it. */
@Injectable()
export class PreviewInvitation {
  constructor(
    private readonly invitations: Invitations,
    private readonly rooms: Rooms,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_INVITATION_OVER */
  async run(token: string): Promise<{ room: Room; by: Person }> {
    const invitation = await this.invitations.find(hashOf(token));
    const room = invitation && (await this.rooms.find(invitation.roomId));
    if (!room) throw new Rejection('ROOMS_INVITATION_INVALID');
    if (isOver(invitation, this.clock.now())) throw new Rejection('ROOMS_INVITATION_OVER');
    const people = await this.people.byIds([invitation.byId]);
    return { room, by: people.get(invitation.byId) ?? nobody(invitation.byId) };
  }
}
