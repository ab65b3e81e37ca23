import { Injectable } from '@nestjs/common';
import { Directs } from '../domain/directs.js';
import type { Person } from '../domain/person.js';
import type { Room } from '../domain/room.js';
import { RightsChanged } from '../domain/room-event.js';
import { Members } from '../domain/rooms.js';
import { OpenNewRoom } from './open-new-room.js';
import { WhileTheyStay } from './while-they-stay.js';

/** A room for two: private, without a name of its own, both of them its editors. */
@Injectable()
export class OpenNewDirect {
  constructor(
    private readonly openNewRoom: OpenNewRoom,
    private readonly members: Members,
    private readonly directs: Directs,
    private readonly whileTheyStay: WhileTheyStay,
  ) {}

  /** @throws AlreadyTalking, and Rejection PEOPLE_NOT_FOUND or UNAUTHENTICATED when an account went meanwhile */
  run(person: Person, other: Person): Promise<Room> {
    return this.whileTheyStay.run(person.id, other.id, async () => {
      const nameless = { name: '', topic: '', visibility: 'private', language: 'en' } as const;
      const room = await this.openNewRoom.run(person, { ...nameless, newcomers: 'editor', kind: 'direct' });
      await this.members.add(room.id, other.id, 'editor', room.createdAt);
      await this.directs.add(person.id, other.id, room.id);
      this.whileTheyStay.announce(new RightsChanged(room.id, other.id));
      return room;
    });
  }
}
