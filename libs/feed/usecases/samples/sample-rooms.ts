import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { JoinRoom, OpenNewRoom } from '@visionary/rooms';
import { ROOMS, type SampleRoom } from '../../domain/samples/cast.js';
import { Samples } from '../../domain/samples/samples.js';
import { sampleId } from './sample-ids.js';

/** Where they meet. */
@Injectable()
export class SampleRooms {
  constructor(
    private readonly openNewRoom: OpenNewRoom,
    private readonly joinRoom: JoinRoom,
    private readonly samples: Samples,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Ids in the order of ROOMS; all of these people belong to each. */
  async run(people: readonly Person[]): Promise<string[]> {
    const known = new Set(await this.samples.of('room'));
    const ids: string[] = [];
    for (const room of ROOMS) {
      const id = sampleId(`room ${room.name}`);
      if (!known.has(id)) await this.open(id, room, people);
      ids.push(id);
    }
    return ids;
  }

  private async open(id: string, { owner, ...room }: SampleRoom, people: readonly Person[]): Promise<void> {
    await this.unitOfWork.run(async () => {
      const aspects = { ...room, id, visibility: 'public', newcomers: 'editor', kind: 'room' } as const;
      await this.openNewRoom.run(people[owner] as Person, aspects);
      await this.samples.mark('room', id, this.clock.now());
      for (const person of people) await this.joinRoom.run({ roomId: id, person, role: 'editor' });
    });
  }
}
