import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Invitations } from '../../domain/invitations.js';
import { deletedUser } from '../../domain/user.js';
import { RoomRightsChanged } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { RoomLog } from '../room-log.js';
import { Succession } from './succession.js';

/** Somebody goes for good: out of every room, with their links, and what they alone owned passes on. */
@Injectable()
export class LeaveAllRooms {
  constructor(
    private readonly members: Members,
    private readonly invitations: Invitations,
    private readonly succession: Succession,
    private readonly log: RoomLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside the transaction that deletes the account. */
  async run(userId: string, at: number): Promise<void> {
    await this.invitations.revokeOf(userId, at);
    // In the order of ids, so that two who go at once do not wait for each other.
    for (const { roomId } of await this.members.roomsOf(userId)) await this.leave(roomId, userId);
  }

  private async leave(roomId: string, userId: string): Promise<void> {
    const user = deletedUser(userId);
    const payload = () => ({ user, by: user, how: 'left' });
    await this.log.append({ roomId, type: 'rooms.left', actorId: userId, payload });
    await this.members.remove(roomId, userId);
    await this.succession.settle(roomId);
    this.unitOfWork.publish(new RoomRightsChanged(roomId, null));
  }
}
