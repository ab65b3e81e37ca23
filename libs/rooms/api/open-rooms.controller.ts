import { Controller, Header, Param } from '@nestjs/common';
import { Id, type UserRooms } from '@visionary/contract';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { OpenRoomViews } from './open-room-views.js';

const Somebody = z.strictObject({ userId: Id });

/** Rooms on somebody's page. */
@Controller()
export class OpenRoomsController {
  constructor(private readonly views: OpenRoomViews) {}

  @Route('userRooms')
  @Header('Cache-Control', 'no-store')
  async of(@Param({ schema: Somebody }) { userId }: z.infer<typeof Somebody>): Promise<UserRooms> {
    return { rooms: await this.views.of(userId) };
  }
}
