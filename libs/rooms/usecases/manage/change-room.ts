import { Injectable } from '@nestjs/common';
import type { Aspects } from '../../domain/room.js';
import type { RoomEvent } from '../../domain/room-event.js';
import { Rooms } from '../../domain/rooms.js';
import { roomSubject } from '../../domain/subjects.js';
import { Management, type Order } from './management.js';

/** Name, topic, visibility, language, and what newcomers may do. */
@Injectable()
export class ChangeRoom {
  constructor(
    private readonly management: Management,
    private readonly rooms: Rooms,
  ) {}

  run(order: Order, changes: Partial<Aspects>): Promise<RoomEvent> {
    const work = () => this.rooms.change(order.roomId, changes);
    const touches = [roomSubject(order.roomId)];
    const deed = { type: 'rooms.changed', payload: { by: order.by, changes }, work, touches };
    return this.management.run(order, changes.visibility === undefined ? deed : { ...deed, about: null });
  }
}
