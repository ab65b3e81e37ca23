import { Injectable, type OnModuleInit } from '@nestjs/common';
import { VersionUsageRegistry } from '@visionary/hub';
import { CountRoomsUsingModel } from '../../use-cases/count-rooms-using-model.js';
import { FailTakesOfRemovedModel } from '../../use-cases/fail-takes-of-removed-model.js';

/** The hub says what depends on a version before it is taken away: takes on their way, and rooms. */
@Injectable()
export class VersionUsageProvider implements OnModuleInit {
  constructor(
    private readonly dependants: VersionUsageRegistry,
    private readonly takes: FailTakesOfRemovedModel,
    private readonly rooms: CountRoomsUsingModel,
  ) {}

  onModuleInit(): void {
    this.dependants.add(async ({ useIds }) => ({
      takes: await this.takes.count(useIds),
      rooms: await this.rooms.run(useIds),
    }));
  }
}
