import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Invitations } from '../../domain/invitations.js';
import { Members } from '../../domain/rooms.js';
import { Ownership } from './ownership.js';

/** Ends somebody's belonging to a room, with the links they made for it. */
@Injectable()
export class RemoveMember {
  constructor(
    private readonly members: Members,
    private readonly invitations: Invitations,
    private readonly ownership: Ownership,
  ) {}

  /** Inside a transaction. @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  async run(roomId: string, userId: string, at: number): Promise<void> {
    if (!(await this.members.remove(roomId, userId))) throw new Rejection('ROOMS_NOT_A_MEMBER');
    await this.ownership.settle(roomId);
    await this.invitations.revokeOf(userId, at, roomId);
  }
}
