import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Invitations } from '../../domain/invitations.js';
import { nobody } from '../../domain/person.js';
import { RightsChanged } from '../../domain/room-event.js';
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
  async run(personId: string, at: number): Promise<void> {
    await this.invitations.revokeOf(personId, at);
    // In the order of ids, so that two who go at once do not wait for each other.
    for (const { roomId } of await this.members.roomsOf(personId)) await this.leave(roomId, personId);
  }

  private async leave(roomId: string, personId: string): Promise<void> {
    const person = nobody(personId);
    const payload = () => ({ person, by: person, how: 'left' });
    await this.log.append({ roomId, type: 'rooms.left', actorId: personId, payload });
    await this.members.remove(roomId, personId);
    await this.succession.settle(roomId);
    this.unitOfWork.announce(new RightsChanged(roomId, null));
  }
}
