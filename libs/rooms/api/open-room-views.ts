import { Injectable } from '@nestjs/common';
import type { RoomView } from '@visionary/contract';
import { LobbyService } from '../use-cases/lobby.service.js';
import { RoomViews } from './room-views.js';

/** Open rooms, for other slices. */
@Injectable()
export class OpenRoomViews {
  constructor(
    private readonly lobby: LobbyService,
    private readonly views: RoomViews,
  ) {}

  /** Open rooms of a user: owned ones first, then the most recently active. */
  async of(userId: string): Promise<RoomView[]> {
    return this.views.ofMany(await this.lobby.openOf(userId));
  }

  /** By a part of the name or topic, most recently active first. @throws Rejection INVALID for a malformed cursor */
  async find(
    search: string,
    cursor: string | undefined,
    perPage: number,
  ): Promise<{ readonly rooms: RoomView[]; readonly nextCursor: string | null }> {
    const { open, nextCursor } = await this.lobby.page({ userId: null, search, cursor, perPage });
    return { rooms: await this.views.ofMany(open), nextCursor };
  }
}
