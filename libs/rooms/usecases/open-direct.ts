import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { AlreadyTalking, Directs } from '../domain/directs.js';
import { People, type Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { OpenNewDirect } from './open-new-direct.js';

/** The room in which two people talk alone: the one they have, or a new one. */
@Injectable()
export class OpenDirect {
  constructor(
    private readonly directs: Directs,
    private readonly rooms: Rooms,
    private readonly people: People,
    private readonly blocks: Blocks,
    private readonly openNew: OpenNewDirect,
  ) {}

  /** @throws Rejection INVALID for oneself, PEOPLE_NOT_FOUND, PEOPLE_UNREACHABLE where either has blocked the other */
  async run(person: Person, otherId: string): Promise<Room> {
    if (person.id === otherId) throw new Rejection('INVALID', { field: 'personId', reason: 'that is you' });
    const other = (await this.people.byIds([otherId])).get(otherId);
    if (!other) throw new Rejection('PEOPLE_NOT_FOUND');
    if (await this.blocks.between(person.id, otherId)) throw new Rejection('PEOPLE_UNREACHABLE');
    const known = await this.known(person.id, otherId);
    if (known) return known;
    try {
      return await this.openNew.run(person, other);
    } catch (error) {
      // The other one began at the same moment.
      const theirs = error instanceof AlreadyTalking ? await this.known(person.id, otherId) : null;
      if (!theirs) throw error;
      return theirs;
    }
  }

  private async known(personId: string, otherId: string): Promise<Room | null> {
    const roomId = await this.directs.between(personId, otherId);
    return roomId === null ? null : this.rooms.find(roomId);
  }
}
