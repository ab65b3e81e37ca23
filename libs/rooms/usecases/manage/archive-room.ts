import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../../domain/room-event.js';
import { Rooms } from '../../domain/rooms.js';
import { Management, type Order } from './management.js';

/** Nobody writes in it any more, or again. */
@Injectable()
export class ArchiveRoom {
  constructor(
    private readonly management: Management,
    private readonly rooms: Rooms,
  ) {}

  run(order: Order, on: boolean): Promise<RoomEvent> {
    const work = (at: number) => this.rooms.archive(order.roomId, on ? at : null);
    const payload = { by: order.by, on };
    return this.management.run(order, { type: 'rooms.archived', payload, work, about: null });
  }
}
