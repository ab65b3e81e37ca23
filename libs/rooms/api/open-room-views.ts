import { Injectable } from '@nestjs/common';
import type { RoomView } from '@visionary/contract';
import { PublicRoomSearch } from '../use-cases/public-room-search.js';
import { RoomViews } from './room-views.js';

/** Rooms that everybody may see, as other slices show them. */
@Injectable()
export class OpenRoomViews {
  constructor(
    private readonly rooms: PublicRoomSearch,
    private readonly views: RoomViews,
  ) {}

  /** Those that somebody belongs to, those they own first. */
  async of(userId: string): Promise<RoomView[]> {
    return this.views.ofMany(await this.rooms.of(userId));
  }

  /** By a part of their name or topic. @throws Rejection INVALID for a cursor that is none */
  async find(
    search: string,
    cursor: string | undefined,
    perPage: number,
  ): Promise<{ readonly rooms: RoomView[]; readonly nextCursor: string | null }> {
    const { rooms, nextCursor } = await this.rooms.find(search, cursor, perPage);
    return { rooms: await this.views.ofMany(rooms), nextCursor };
  }
}
