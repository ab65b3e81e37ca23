import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Invitations } from '../domain/invitations.js';
import { Members } from '../domain/rooms.js';

/** Takes a link back: whoever made it may, and whoever owns the room. */
@Injectable()
export class RevokeInvitation {
  constructor(
    private readonly invitations: Invitations,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** Twice is no error. @throws Rejection ROOMS_INVITATION_INVALID, ROOMS_NOT_OWNER */
  async run(roomId: string, id: string, byId: string): Promise<void> {
    const invitation = await this.invitations.byId(roomId, id);
    if (!invitation) throw new Rejection('ROOMS_INVITATION_INVALID');
    if (invitation.byId !== byId && (await this.members.roleOf(roomId, byId)) !== 'owner') {
      throw new Rejection('ROOMS_NOT_OWNER');
    }
    await this.invitations.revoke(id, this.clock.now());
  }
}
