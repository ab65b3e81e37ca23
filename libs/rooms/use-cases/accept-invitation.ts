import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Invitations } from '../domain/invitations.js';
import type { User } from '../domain/user.js';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { hashOf } from './invitation-token.js';
import { JoinRoom } from './join-room.js';

/** Whoever holds a link and is signed in becomes what it says in its room. Who belongs to the room already uses none of it. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly invitations: Invitations,
    private readonly rooms: Rooms,
    private readonly joinRoom: JoinRoom,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_INVITATION_EXPIRED, ROOMS_BANNED, ROOMS_ARCHIVED, ROOMS_FULL */
  async run(token: string, user: User): Promise<Room> {
    const invitation = await this.invitations.find(hashOf(token));
    const place = invitation && (await this.rooms.findPlace(invitation.roomId, user.id));
    if (!place) throw new Rejection('ROOMS_INVITATION_INVALID');
    if (place.isBanned) throw new Rejection('ROOMS_BANNED');
    const { room } = place;
    if (place.stored) return room;
    if (room.archivedAt !== null) throw new Rejection('ROOMS_ARCHIVED');
    const admit = async () => {
      if (!(await this.invitations.use(invitation.id, this.clock.now()))) {
        throw new Rejection('ROOMS_INVITATION_EXPIRED');
      }
    };
    await this.joinRoom.run({ roomId: room.id, user, role: invitation.role, admit });
    return room;
  }
}
