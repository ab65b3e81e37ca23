import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { type SeedLora, type PublishSample, SampleModels } from './sample-models.js';
import { SeedUsers } from './seed-users.js';
import { SampleRooms } from './sample-rooms.js';

/** Who is there, where they meet, and what they made before the first image. */
@Injectable()
export class SeedSetup {
  constructor(
    private readonly users: SeedUsers,
    private readonly rooms: SampleRooms,
    private readonly models: SampleModels,
  ) {}

  async run(publish: PublishSample): Promise<{ users: User[]; roomIds: string[]; loras: SeedLora[] }> {
    const users = await this.users.run();
    const roomIds = await this.rooms.run(users);
    const loras = await this.models.run(users, publish);
    return { users, roomIds, loras };
  }
}
