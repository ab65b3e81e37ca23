import { Injectable } from '@nestjs/common';
import type { Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { JoinRoom } from './join-room.js';
import { PreviewInvitation } from './preview-invitation.js';

/** Whoever holds a link and is signed in becomes an editor of its room; a link serves any number of people. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly preview: PreviewInvitation,
    private readonly joinRoom: JoinRoom,
  ) {}

  /** @throws Rejection ROOMS_INVITATION_INVALID */
  async run(token: string, person: Person): Promise<Room> {
    const { room } = await this.preview.run(token);
    await this.joinRoom.run(room.id, person);
    return room;
  }
}
