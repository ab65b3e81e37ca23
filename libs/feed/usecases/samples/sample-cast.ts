import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { type MadeLora, SampleMakers } from './sample-makers.js';
import { SamplePeople } from './sample-people.js';
import { SampleRooms } from './sample-rooms.js';

/** Who is there, where they meet, and what they made before the first picture. */
@Injectable()
export class SampleCast {
  constructor(
    private readonly people: SamplePeople,
    private readonly rooms: SampleRooms,
    private readonly makers: SampleMakers,
  ) {}

  async run(loras: readonly MadeLora[]): Promise<{ people: Person[]; roomIds: string[] }> {
    const people = await this.people.run();
    const roomIds = await this.rooms.run(people);
    await this.makers.run(people, loras);
    return { people, roomIds };
  }
}
