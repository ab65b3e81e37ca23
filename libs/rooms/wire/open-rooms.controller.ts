import { Controller, Header, Param } from '@nestjs/common';
import { Id, type RoomsOf } from '@visionary/contract';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { OpenRoomViews } from './open-room-views.js';

const Somebody = z.strictObject({ personId: Id });

/** Rooms on somebody's page. */
@Controller()
export class OpenRoomsController {
  constructor(private readonly views: OpenRoomViews) {}

  @Route('roomsOf')
  @Header('Cache-Control', 'no-store')
  async of(@Param({ schema: Somebody }) { personId }: z.infer<typeof Somebody>): Promise<RoomsOf> {
    return { rooms: await this.views.of(personId) };
  }
}
