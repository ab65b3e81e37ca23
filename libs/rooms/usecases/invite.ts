import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { mayWrite } from '../domain/room.js';
import { Invitations } from '../domain/rooms.js';
import { hashOf, newToken } from './invitation-token.js';
import { RoleOf } from './role-of.js';

/** Makes a link that lets whoever holds it into the room. */
@Injectable()
export class Invite {
  constructor(
    private readonly roleOf: RoleOf,
    private readonly invitations: Invitations,
    private readonly clock: Clock,
  ) {}

  /** @returns the token, kept nowhere else. @throws Rejection ROOMS_NOT_FOUND, ROOMS_READ_ONLY */
  async run(roomId: string, byId: string): Promise<string> {
    const role = await this.roleOf.run(byId, roomId);
    if (!role) throw new Rejection('ROOMS_NOT_FOUND');
    if (!mayWrite(role)) throw new Rejection('ROOMS_READ_ONLY');
    const token = newToken();
    await this.invitations.add({ tokenHash: hashOf(token), roomId, byId, createdAt: this.clock.now() });
    return token;
  }
}
