import { Injectable } from '@nestjs/common';
import type { RoomEvent } from '../../domain/room-event.js';
import { Depart } from './depart.js';
import { Management, type Order } from './management.js';

/** Somebody goes by themselves. */
@Injectable()
export class LeaveRoom {
  constructor(
    private readonly management: Management,
    private readonly depart: Depart,
  ) {}

  /** @throws Rejection ROOMS_NOT_A_MEMBER, ROOMS_LAST_OWNER */
  run(order: Order): Promise<RoomEvent> {
    const { roomId, by } = order;
    const payload = { person: by, by, how: 'left' };
    const work = (at: number) => this.depart.run(roomId, by.id, at);
    return this.management.run(order, { type: 'rooms.left', payload, work, about: by.id, how: 'left' });
  }
}
