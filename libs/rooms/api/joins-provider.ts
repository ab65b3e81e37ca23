import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MembersService } from '../use-cases/members.service.js';
import { type RoomDataProvider, RoomDataProviders, type RoomSnapshotData } from './room-data-providers.js';

/** Adds to a room snapshot who joined. */
@Injectable()
export class JoinsProvider implements RoomDataProvider, OnModuleInit {
  constructor(
    private readonly providers: RoomDataProviders,
    private readonly members: MembersService,
  ) {}

  onModuleInit(): void {
    this.providers.add(this);
  }

  async snapshot(roomId: string): Promise<Partial<RoomSnapshotData>> {
    const joins = await this.members.lastJoins(roomId);
    return joins.length > 0 ? { joins } : {};
  }
}
