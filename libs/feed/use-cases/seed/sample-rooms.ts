import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { MembersService, RoomsService } from '@visionary/rooms';
import { ROOMS, type SeedRoom } from '../../domain/seed/seed-data.js';
import { SeedRecords } from '../../domain/seed/seed-records.js';
import { sampleId } from './sample-ids.js';

/** Where they meet. */
@Injectable()
export class SampleRooms {
  constructor(
    private readonly rooms: RoomsService,
    private readonly members: MembersService,
    private readonly seedRecords: SeedRecords,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Ids in the order of ROOMS; all of these users belong to each. */
  async run(users: readonly User[]): Promise<string[]> {
    const known = new Set(await this.seedRecords.of('room'));
    const ids: string[] = [];
    for (const room of ROOMS) {
      const id = sampleId(`room ${room.name}`);
      if (!known.has(id)) await this.open(id, room, users);
      ids.push(id);
    }
    return ids;
  }

  private async open(id: string, { owner, ...room }: SeedRoom, users: readonly User[]): Promise<void> {
    await this.unitOfWork.run(async () => {
      const aspects = { ...room, id, visibility: 'public', defaultRole: 'editor', kind: 'room' } as const;
      await this.rooms.create(users[owner] as User, aspects);
      await this.seedRecords.mark('room', id, this.clock.now());
      for (const user of users) await this.members.join({ roomId: id, user, role: 'editor' });
    });
  }
}
