import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { type MadeLora, type PublishSample, SampleModels } from './sample-models.js';
import { SamplePeople } from './sample-people.js';
import { SampleRooms } from './sample-rooms.js';

/** Who is there, where they meet, and what they made before the first picture. */
@Injectable()
export class SampleCast {
  constructor(
    private readonly people: SamplePeople,
    private readonly rooms: SampleRooms,
    private readonly models: SampleModels,
  ) {}

  async run(publish: PublishSample): Promise<{ people: Person[]; roomIds: string[]; loras: MadeLora[] }> {
    const people = await this.people.run();
    const roomIds = await this.rooms.run(people);
    const loras = await this.models.run(people, publish);
    return { people, roomIds, loras };
  }
}
