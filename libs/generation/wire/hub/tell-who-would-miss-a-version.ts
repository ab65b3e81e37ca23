import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DependantCounts } from '@visionary/hub';
import { CountRoomsChoosing } from '../../usecases/count-rooms-choosing.js';
import { EndTakesWithout } from '../../usecases/end-takes-without.js';

/** The hub says what depends on a version before it is taken away: takes on their way, and rooms. */
@Injectable()
export class TellWhoWouldMissAVersion implements OnModuleInit {
  constructor(
    private readonly dependants: DependantCounts,
    private readonly takes: EndTakesWithout,
    private readonly rooms: CountRoomsChoosing,
  ) {}

  onModuleInit(): void {
    this.dependants.add(async ({ useIds }) => ({
      takes: await this.takes.count(useIds),
      rooms: await this.rooms.run(useIds),
    }));
  }
}
